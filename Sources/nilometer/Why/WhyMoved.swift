import NilometerCore
import NilometerStatistics

/// Which counts of allocations got worse between two folders.
///
/// Source: counts are compared by their medians; a rise is one of at least one object, or of more than 16 bytes and 2 %. Where
/// the earlier values were not all equal, all later ones must lie above them.
enum WhyMoved {
    /// The metrics that can be explained.
    static let metrics = ["allocs/op", "B/op"]

    /// Whether a count of allocations is in both.
    static func canCompare(_ before: WhySide, _ after: WhySide) -> Bool {
        after.levels.keys.contains { metrics.contains($0.metric) && before.levels[$0] != nil }
    }

    static func readings(from before: WhySide, to after: WhySide) -> [MovedReading] {
        after.levels.compactMap { key, reading in
            guard let was = before.levels[key], let x = Median.of(was.samples), let y = Median.of(reading.samples)
            else {
                return nil
            }
            switch key.metric {
            case "allocs/op": guard y - x >= 1 else { return nil }
            case "B/op": guard y - x > 16, y > 1.02 * x else { return nil }
            default: return nil
            }
            if Set(was.samples).count > 1, (reading.samples.min() ?? 0) <= (was.samples.max() ?? 0) { return nil }
            return MovedReading(key: key, unit: key.metric == "B/op" ? "B" : "1", before: x, after: y)
        }
        .sorted { Self.order($0) < Self.order($1) }
    }

    /// The benchmark as it was printed: its name and its parameters without the package.
    static func printed(_ key: SeriesKey) -> String {
        let parameters = key.parameters.filter { $0.key != "pkg" && $0.key != "gomaxprocs" }
        return ([key.benchmark] + parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
            .joined(separator: "/")
    }

    private static func order(_ moved: MovedReading) -> (String, String, Int) {
        (moved.key.parameters["pkg"] ?? "", printed(moved.key), moved.key.metric == "allocs/op" ? 0 : 1)
    }
}
