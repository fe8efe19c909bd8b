import Foundation

/// Ratios as people read them.
enum ComparePercent {
    /// The difference from 1 in percent, with its sign.
    static func text(_ ratio: Double) -> String { String(format: "%+.2f%%", (ratio - 1) * 100) }
}
