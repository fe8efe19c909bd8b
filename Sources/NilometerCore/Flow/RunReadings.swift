import NilometerStatistics

/// Brings the readings of one upload into the form that is stored: canonical units, one reading a series.
public enum RunReadings {
    /// The most readings that one run may have.
    public static let limit = 100_000

    /// Canonical, unique readings, and what was doubtful.
    ///
    /// Readings of one series with samples are joined in order; a second summary of a series is kept under the benchmark's
    /// name with `#1`, `#2`, … and a warning.
    ///
    /// - Complexity: O(readings + samples).
    public static func checked(_ readings: [Reading]) -> (readings: [Reading], warnings: [Warning]) {
        var kept: [Reading] = []
        var place: [SeriesKey: Int] = [:]
        var copies: [SeriesKey: Int] = [:]
        var warnings: [Warning] = []
        for reading in readings {
            var canonical = inCanonicalUnit(reading)
            let key = SeriesKey(
                benchmark: canonical.benchmark,
                parameters: canonical.parameters,
                metric: canonical.metric
            )
            guard let first = place[key] else {
                place[key] = kept.count
                kept.append(canonical)
                continue
            }
            if !kept[first].samples.isEmpty && !canonical.samples.isEmpty && kept[first].unit == canonical.unit {
                kept[first].samples += canonical.samples
                kept[first].iterations += canonical.iterations
                kept[first].value = Median.of(kept[first].samples)
                continue
            }
            let number = copies[key, default: 0] + 1
            copies[key] = number
            warnings.append(
                Warning(
                    "duplicate-reading",
                    "\(canonical.benchmark) reports \(canonical.metric) more than once; kept as \(canonical.benchmark)#\(number)."
                )
            )
            canonical.benchmark += "#\(number)"
            kept.append(canonical)
        }
        return (kept, warnings)
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
