/// What is known of a metric by its name and unit alone.
public enum Metric {
    /// Whether readings are counts that do not depend on the processor: rule 0 of the classes of series.
    ///
    /// Such series are exact from their first point, and belong to a machine's name, whatever its fingerprint.
    public static func isCount(metric: String) -> Bool {
        switch metric {
        case "allocs/op", "allocs_per_iter", "mallocCountTotal", "mallocCountSmall", "mallocCountLarge", "allocations",
            "instructions", "total_allocs", "num_allocs":
            true
        default: metric.hasSuffix("allocs/op") || metric.lowercased().hasPrefix("malloc")
        }
    }

    /// The direction that is usual for a unit as Go prints it; `unknown` for all that is not listed.
    public static func usualDirection(unit: String) -> Better {
        switch unit {
        case "ns/op", "B/op", "allocs/op", "sec/op", "s/op", "ns", "us", "µs", "ms", "s", "B": .lower
        case "MB/s", "B/s", "1/s", "op/s", "ops/s", "items/s": .higher
        default: .unknown
        }
    }

    /// The unit as benchstat tidies it: `ns` to `sec` and `MB` to `B`, in the numerator only.
    public static func tidied(unit: String) -> String {
        // Most units have neither an n nor an M.
        guard unit.utf8.contains(where: { $0 == UInt8(ascii: "n") || $0 == UInt8(ascii: "M") }) else { return unit }
        return TidiedUnit(of: unit).name
    }
}
