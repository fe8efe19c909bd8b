import NilometerCore
import NilometerStatistics

/// Compares values that are exact: any difference that the samples agree on decides.
struct ExactComparison {
    let row: ComparisonRow

    /// Compares the head with the base, or with the last point before it.
    init(_ item: ComparedSeries) {
        let base = item.base.isEmpty ? Array(item.history.suffix(1)) : item.base
        let before = Median.of(base.map(\.value)) ?? 0
        let after = Median.of(item.head.map(\.value)) ?? 0
        let old = Self.range(of: base) ?? before...before
        let new = Self.range(of: item.head) ?? after...after
        let judgement = Self.judgement(item, before, after, isApart: !old.overlaps(new))
        var row = ComparisonRow(
            series: item.series,
            before: before,
            after: after,
            baseRuns: base.count,
            headRuns: item.head.count,
            verdict: judgement.verdict,
            reason: judgement.reason
        )
        row.runsToSettle = judgement.runsToSettle
        row.smallestEffect = Self.smallestEffect(before)
        self.row = row
    }

    private static func judgement(
        _ item: ComparedSeries,
        _ before: Double,
        _ after: Double,
        isApart: Bool
    ) -> Judgement {
        guard before != after else { return Judgement(.unchanged, "equal") }
        guard isApart else {
            return Judgement(
                .inconclusive,
                "the samples overlap: run the head again",
                runsToSettle: item.head.count + 1
            )
        }
        if item.history.contains(where: { $0.value == after }) {
            let reason = "the value has been \(Self.text(after)) before at this level: run the head again"
            return Judgement(.inconclusive, reason, runsToSettle: item.head.count + 1)
        }
        guard item.rule.isLargeEnough(before: before, after: after) else {
            return Judgement(.unchanged, "\(Self.text(before)) to \(Self.text(after)): less than the rules ask")
        }
        let verdict = Verdict.of(rise: after > before, better: item.series.better)
        guard verdict != .inconclusive else {
            return Judgement(verdict, "it moved, but which direction is better is unknown: declare it")
        }
        return Judgement(verdict, "exact: \(Self.text(before)) to \(Self.text(after))")
    }

    /// One unit of a count, as a share of the level; 0 where the level is 0 or not whole, as any difference is seen.
    static func smallestEffect(_ level: Double) -> Double {
        level == 0 || level != level.rounded() ? 0 : 1 / abs(level)
    }

    private static func range(of points: [Point]) -> ClosedRange<Double>? {
        let values = points.flatMap { $0.samples.isEmpty ? [$0.value] : $0.samples }
        guard let low = values.min(), let high = values.max() else { return nil }
        return low...high
    }

    private static func text(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }
}
