import NilometerCore
import NilometerDetection

/// What the gate would say of the newest run of a series against the runs before it.
struct DetectGate: Encodable {
    var verdict: Verdict
    var ratio: Double?
    var p: Double?
    var smallestEffect: Double?
    var reason: String

    /// Nil where there is no run before the newest.
    init?(_ input: DetectInput, _ points: [Point], by detector: any Detector) {
        guard let newest = points.last, points.count > 1 else { return nil }
        let series = Series(
            id: input.id.text,
            project: "",
            key: SeriesKey(benchmark: input.id.text, parameters: [:], metric: input.unit ?? ""),
            machine: "",
            unit: input.unit ?? "",
            better: input.better ?? .lower,
            isExact: input.isExact
        )
        let before = Array(points.dropLast())
        let changes = detector.findings(in: before, isExact: input.isExact).changes
        let starts = [0] + changes.filter { $0.state == .confirmed }.map(\.index) + [before.count]
        let levels = zip(starts, starts.dropFirst()).map { Array(before[$0..<$1]) }
        let compared = ComparedSeries(
            series: series,
            history: levels[levels.count - 1],
            earlier: levels.dropLast(),
            base: [],
            head: [newest]
        )
        guard let row = HistoryComparer(detector: detector).rows(for: [compared]).first else { return nil }
        verdict = row.verdict
        (ratio, p, smallestEffect, reason) = (row.ratio, row.p, row.smallestEffect, row.reason)
    }
}
