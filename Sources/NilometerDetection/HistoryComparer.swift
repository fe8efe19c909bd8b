import Foundation
public import NilometerCore
import NilometerStatistics

/// Compares the stored runs of two revisions against the history of the base.
///
/// Exact series are compared by their difference. For others the noise between runs is that of the last points of the base's
/// level, so that one run of the head is enough to show what is far outside it. Times of one and the same binary are unchanged
/// without a test, and do not count among the tests that are corrected together.
public struct HistoryComparer: Comparer {
    /// Adjusted p at which a difference is shown.
    static let level = 0.01
    /// The fewest points whose noise is trusted.
    static let fewestPoints = 10

    private let detector: any Detector

    /// Makes a comparer.
    ///
    /// - Parameter detector: what says whether a series is exact.
    public init(detector: any Detector) {
        self.detector = detector
    }

    /// The rows.
    ///
    /// - Complexity: O(points · log points), and one pass of the detector over each series that may be exact.
    public func rows(for series: [ComparedSeries]) -> [ComparisonRow] {
        let exact = series.map(isExact)
        let noises = siblingNoises(zip(series, exact).filter { !$1 }.map(\.0))
        let tests = zip(series, exact).map { item, isExact in
            let isTested = !isExact && Self.gap(in: item) == nil && !Self.isProven(item)
            return isTested ? HistoryTest(item, siblingNoise: noises[Self.family(of: item)]) : nil
        }
        let tested = tests.indices.filter { tests[$0] != nil }
        let adjusted = FalseDiscovery.benjaminiHochberg(tested.map { tests[$0]?.p ?? 1 })
        let adjustedOf = Dictionary(uniqueKeysWithValues: zip(tested, adjusted))
        let level = Self.level(for: adjusted)
        return series.enumerated().map { index, item in
            var row = row(index, item)
            row.baseRunIDs = item.base.map(\.run)
            row.headRunIDs = item.head.map(\.run)
            row.owner = item.series.owner
            row.historyPoints = min(item.history.count, HistoryNoise.reference)
            return HardLimit.applied(item.rule, to: row)
        }
        func row(_ index: Int, _ item: ComparedSeries) -> ComparisonRow {
            if let gap = Self.gap(in: item) { return gap }
            if exact[index] { return ExactComparison(item).row }
            if Self.isProven(item) { return Self.proven(item) }
            if let test = tests[index] { return test.row(adjustedP: adjustedOf[index] ?? 1, level: level) }
            return Self.withoutHistory(item)
        }
    }

    /// The level at which one difference more would be shown among all that are tested.
    private static func level(for adjusted: [Double]) -> Double {
        guard !adjusted.isEmpty else { return level }
        let shown = adjusted.count { $0 <= level }
        return level * min(1, Double(shown + 1) / Double(adjusted.count))
    }

    /// Whether both sides ran the same binary and the metric is a time or a rate, which then cannot differ by the code.
    private static func isProven(_ item: ComparedSeries) -> Bool {
        item.isSameBinary && !SetsRule.canBeExact(unit: item.series.unit)
    }

    private static func proven(_ item: ComparedSeries) -> ComparisonRow {
        var row = ComparisonRow(
            series: item.series,
            before: Median.of(item.base.map(\.value)),
            after: Median.of(item.head.map(\.value)),
            baseRuns: item.base.count,
            headRuns: item.head.count,
            verdict: .unchanged,
            reason: "same binary"
        )
        if let before = row.before, let after = row.after, before > 0, after > 0 { row.ratio = after / before }
        row.smallestEffect = 0
        return row
    }

    private func isExact(_ item: ComparedSeries) -> Bool {
        if let kind = item.rule.kind { return kind == .exact }
        if item.series.isExact { return true }
        guard SetsRule.canBeExact(unit: item.series.unit) else { return false }
        guard item.history.count >= 2 else {
            return (item.history + item.head).allSatisfy { $0.count >= 5 && $0.spread <= 0.5 }
        }
        return detector.findings(in: Array(item.history.suffix(HistoryNoise.longest)), isExact: false).seriesClass
            == "exact"
    }

    /// The usual noise of the other series of a machine and unit, for series that are too young to know their own.
    private func siblingNoises(_ series: [ComparedSeries]) -> [String: Double] {
        var noises: [String: [Double]] = [:]
        for item in series where item.history.count >= Self.fewestPoints && item.history.allSatisfy({ $0.value > 0 }) {
            guard let noise = HistoryTest(item, siblingNoise: nil)?.noise else { continue }
            noises[Self.family(of: item), default: []].append(noise)
        }
        return noises.compactMapValues(Median.of)
    }

    private static func family(of item: ComparedSeries) -> String { item.series.machine + "\u{1F}" + item.series.unit }

    private static func gap(in item: ComparedSeries) -> ComparisonRow? {
        let before = Median.of((item.base.isEmpty ? item.history.suffix(1) : item.base[...]).map(\.value))
        let after = Median.of(item.head.map(\.value))
        func row(_ verdict: Verdict, _ reason: String) -> ComparisonRow {
            ComparisonRow(
                series: item.series,
                before: before,
                after: after,
                baseRuns: item.base.count,
                headRuns: item.head.count,
                verdict: verdict,
                reason: reason
            )
        }
        if item.isBaseElsewhere {
            let reason = "the base was measured on other processors: measure both on the same"
            var elsewhere = row(.inconclusive, reason)
            elsewhere.runsToSettle = 1
            return elsewhere
        }
        if item.head.isEmpty { return row(.missing, "the head has no reading") }
        return item.history.isEmpty ? row(.missing, "the base has no reading") : nil
    }

    /// Where neither the series nor its siblings have a history, only what is out of the question is decided.
    private static func withoutHistory(_ item: ComparedSeries) -> ComparisonRow {
        let base = item.base.isEmpty ? Array(item.history.suffix(1)) : item.base
        var row = ComparisonRow(
            series: item.series,
            before: Median.of(base.map(\.value)),
            after: Median.of(item.head.map(\.value)),
            baseRuns: base.count,
            headRuns: item.head.count,
            verdict: .inconclusive,
            reason: ""
        )
        if let before = row.before, let after = row.after, before > 0 { row.ratio = after / before }
        let needed = fewestPoints - item.history.count
        row.reason = "the base has \(item.history.count) points of history: \(max(1, needed)) more would settle it"
        let sides = [base, item.head].compactMap { points in
            ComparisonSample(points.map { $0.samples.isEmpty ? [$0.value] : $0.samples }, assumesExact: false)
        }
        guard sides.count == 2, sides.allSatisfy({ $0.count >= 4 }) else { return row }
        let rule = SetsRule(old: sides[0], new: sides[1], better: item.series.better, isExact: false)
        row.smallestEffect = rule.smallestEffect
        let judgement = rule.judgement(adjustedP: nil)
        guard judgement.verdict == .regressed || judgement.verdict == .improved else { return row }
        if let before = row.before, let after = row.after, !item.rule.isLargeEnough(before: before, after: after) {
            return row
        }
        (row.verdict, row.reason) = (judgement.verdict, judgement.reason)
        return row
    }
}
