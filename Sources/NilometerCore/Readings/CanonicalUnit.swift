/// The unit in which values of one dimension are stored: `ns`, `B`, `1`, `1/s`, `B/s`, or the unit as it is.
public struct CanonicalUnit: Sendable, Equatable {
    /// The unit's name.
    public let name: String
    /// What a value in the reported unit is multiplied with.
    public let factor: Double

    private static let table: [String: (name: String, factor: Double)] = [
        "ps": ("ns", 1e-3), "ns": ("ns", 1), "us": ("ns", 1e3), "µs": ("ns", 1e3), "μs": ("ns", 1e3),
        "ms": ("ns", 1e6), "s": ("ns", 1e9), "sec": ("ns", 1e9), "secs": ("ns", 1e9), "seconds": ("ns", 1e9),
        "min": ("ns", 6e10),
        "B": ("B", 1), "byte": ("B", 1), "bytes": ("B", 1), "kB": ("B", 1e3), "KB": ("B", 1e3), "MB": ("B", 1e6),
        "GB": ("B", 1e9), "KiB": ("B", 1024), "MiB": ("B", 1_048_576), "GiB": ("B", 1_073_741_824),
        "1": ("1", 1), "": ("1", 1), "allocs": ("1", 1), "#": ("1", 1), "counts": ("1", 1), "instructions": ("1", 1),
        "cycles": ("1", 1),
        "1/s": ("1/s", 1), "op/s": ("1/s", 1), "ops/s": ("1/s", 1), "ops/sec": ("1/s", 1), "iter/sec": ("1/s", 1),
        "i/s": ("1/s", 1), "items/s": ("1/s", 1), "elem/s": ("1/s", 1), "req/s": ("1/s", 1), "#/sec": ("1/s", 1),
        "Hz": ("1/s", 1), "ops/ms": ("1/s", 1e3), "ops/us": ("1/s", 1e6), "ops/ns": ("1/s", 1e9),
        "B/s": ("B/s", 1), "KB/s": ("B/s", 1e3), "kB/s": ("B/s", 1e3), "MB/s": ("B/s", 1e6), "GB/s": ("B/s", 1e9),
        "KiB/s": ("B/s", 1024), "MiB/s": ("B/s", 1_048_576), "MiB/sec": ("B/s", 1_048_576),
        "GiB/s": ("B/s", 1_073_741_824),
    ]

    /// The spellings that are known, sorted.
    public static let known = table.keys.filter { !$0.isEmpty }.sorted()

    /// Whether a reported unit is known, so that its dimension is.
    public static func isKnown(_ reported: String) -> Bool {
        table[reported] != nil || CanonicalUnit(of: reported).name != reported
    }

    /// The canonical unit of a reported one; an unknown unit is kept as it is.
    public init(of reported: String) {
        if let known = Self.table[reported] {
            (name, factor) = known
            return
        }
        for tail in ["/op", "/iteration", "/iter"] where reported.hasSuffix(tail) {
            if let known = Self.table[String(reported.dropLast(tail.count))] {
                (name, factor) = known
                return
            }
        }
        (name, factor) = (reported, 1)
    }
}
