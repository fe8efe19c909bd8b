import NilometerStatistics

/// Brings the readings of one upload into the form that is stored: canonical units, one reading a series.
public enum RunReadings {
    /// Where a series stands among the kept readings, and how often the group that had it last had it.
    private struct Place {
        var index: Int
        var group: Int
        var seen: Int
    }

    /// The most readings that one run may have.
    public static let limit = 100_000

    /// Canonical, unique readings, and what was doubtful.
    ///
    /// Each group is what one report has: its format has joined what are samples, so that a series that stands in it twice
    /// is kept under the benchmark's name with `#1`, `#2`, … and a warning. Samples of one series in several groups are
    /// joined in order.
    ///
    /// - Complexity: O(readings + samples).
    public static func checked(_ groups: [[Reading]]) -> (readings: [Reading], warnings: [Warning]) {
        var kept: [Reading] = []
        kept.reserveCapacity(groups.reduce(0) { $0 + $1.count })
        var places: [SeriesKey: Place] = [:]
        var warnings: [Warning] = []
        for (group, readings) in groups.enumerated() {
            for reading in readings {
                var canonical = inCanonicalUnit(reading)
                var key = SeriesKey(
                    benchmark: canonical.benchmark,
                    parameters: canonical.parameters,
                    metric: canonical.metric
                )
                guard var place = places[key] else {
                    places[key] = Place(index: kept.count, group: group, seen: 1)
                    kept.append(canonical)
                    continue
                }
                var number = place.group == group ? place.seen : 0
                place.group = group
                place.seen = number + 1
                places[key] = place
                let name = canonical.benchmark
                if number > 0 { key.benchmark = "\(name)#\(number)" }
                if let known = places[key]?.index, joins(&kept[known], canonical) { continue }
                // Two summaries of one series are two readings, whichever report they are in.
                while places[key] != nil {
                    number += 1
                    key.benchmark = "\(name)#\(number)"
                }
                canonical.benchmark = key.benchmark
                let sentence = "\(name) reports \(canonical.metric) more than once; kept as \(key.benchmark)."
                warnings.append(Warning("duplicate-reading", sentence))
                places[key] = Place(index: kept.count, group: group, seen: 1)
                kept.append(canonical)
            }
        }
        return (kept, warnings)
    }

    /// Adds the samples of a reading to those of one of an earlier report; false where one of them has none.
    private static func joins(_ first: inout Reading, _ second: Reading) -> Bool {
        guard !first.samples.isEmpty, !second.samples.isEmpty, first.unit == second.unit else { return false }
        first.samples += second.samples
        first.iterations += second.iterations
        first.value = Median.of(first.samples)
        return true
    }

    private static func inCanonicalUnit(_ reading: Reading) -> Reading {
        let unit = CanonicalUnit(of: reading.unit)
        var result = reading
        result.unit = unit.name
        if unit.factor != 1 {
            result.value = reading.value.map { $0 * unit.factor }
            result.samples = reading.samples.map { $0 * unit.factor }
            if let spread = reading.spread, spread.kind != "cv", spread.kind != "percent" {
                result.spread = Spread(kind: spread.kind, value: spread.value * unit.factor)
            }
        }
        let isBad = result.value.map { !$0.isFinite } ?? false
        if isBad || result.samples.contains(where: { !$0.isFinite }) {
            result.value = nil
            result.samples = []
            result.error = reading.error ?? "the value is not a finite number"
        }
        return result
    }
}
