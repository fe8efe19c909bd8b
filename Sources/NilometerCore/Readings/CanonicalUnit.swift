/// The unit in which values of one dimension are stored: `ns`, `B`, `1`, `1/s`, `B/s`, or the unit as it is.
public struct CanonicalUnit: Sendable, Equatable {
    /// The unit's name.
    public let name: String
    /// What a value in the reported unit is multiplied with.
    public let factor: Double

    /// The canonical unit of a reported one; an unknown unit is kept as it is.
    public init(of reported: String) {
        var unit = reported
        for tail in ["/op", "/iteration", "/iter"] where unit.hasSuffix(tail) && unit.count > tail.count {
            unit.removeLast(tail.count)
        }
        switch unit {
        case "ns": (name, factor) = ("ns", 1)
        case "us", "µs", "μs": (name, factor) = ("ns", 1e3)
        case "ms": (name, factor) = ("ns", 1e6)
        case "s", "sec": (name, factor) = ("ns", 1e9)
        case "B", "bytes": (name, factor) = ("B", 1)
        case "KB": (name, factor) = ("B", 1e3)
        case "KiB": (name, factor) = ("B", 1024)
        case "MB": (name, factor) = ("B", 1e6)
        case "MiB": (name, factor) = ("B", 1_048_576)
        case "GB": (name, factor) = ("B", 1e9)
        case "1", "", "allocs": (name, factor) = ("1", 1)
        case "1/s", "op/s", "ops/s", "items/s": (name, factor) = ("1/s", 1)
        case "B/s": (name, factor) = ("B/s", 1)
        case "MB/s": (name, factor) = ("B/s", 1e6)
        case "MiB/s": (name, factor) = ("B/s", 1_048_576)
        default: (name, factor) = (reported, 1)
        }
    }
}
