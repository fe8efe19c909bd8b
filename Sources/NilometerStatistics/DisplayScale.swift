import Foundation

/// How the values of one row are shown: one prefix and one number of decimals, so that they can be compared at a glance.
public struct DisplayScale: Sendable, Equatable {
    /// What a value is divided by.
    public let factor: Double
    /// The prefix of the unit, such as `µ`, `k` or `Ki`; empty for none.
    public let prefix: String
    /// The digits after the point.
    public let decimals: Int

    private static let decimal: [(factor: Double, prefix: String)] = [
        (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"), (1, ""), (1e-3, "m"), (1e-6, "µ"), (1e-9, "n"),
    ]
    private static let binary: [(factor: Double, prefix: String)] = [
        (1_099_511_627_776, "Ti"), (1_073_741_824, "Gi"), (1_048_576, "Mi"), (1024, "Ki"), (1, ""),
    ]

    /// The scale for some values, chosen by the smallest that is not 0: four digits of it are seen.
    ///
    /// Values without any that is finite and not 0 have no prefix and three decimals.
    public init(for values: [Double], isBinary: Bool) {
        let least = values.map(abs).filter { $0 > 0 && $0.isFinite }.min()
        guard let least else {
            (factor, prefix, decimals) = (1, "", 3)
            return
        }
        let scales = isBinary ? Self.binary : Self.decimal
        for scale in scales {
            let steps: [(least: Double, decimals: Int)] = [(99.995, 1), (9.9995, 2), (0.99995, 3)]
            if let step = steps.first(where: { least >= $0.least * scale.factor }) {
                (factor, prefix, decimals) = (scale.factor, scale.prefix, step.decimals)
                return
            }
        }
        let last = scales[scales.count - 1]
        var digits = 4
        var bound = 0.099995 * last.factor
        while digits < 10, least < bound {
            digits += 1
            bound /= 10
        }
        (factor, prefix, decimals) = (last.factor, last.prefix, digits)
    }

    /// A value with its prefix, without its unit.
    public func text(_ value: Double) -> String {
        String(format: "%.\(decimals)f", value / factor) + prefix
    }
}
