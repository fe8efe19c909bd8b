import Foundation

/// How often a point of a noisy series starts a change for the worse that is none, by how strong it ever looks.
///
/// The strength is that of `StepStrength`, in decades. It is chosen after a search and looked at again with every run, so a
/// strength of 6 is far more frequent than one in 10⁶; this table says how frequent. `factor` is what the project's own
/// realised rate makes of it.
///
/// The numbers are upper bounds (95 %) of what 1.6 million points of generated series of eight kinds showed, an eighth of them
/// autocorrelated: 17 false changes reached 4 decades, 8 reached 4.5, 2 reached 5, none 5.5.
public struct FalseAlarmRate: Sendable, Equatable {
    /// At strength 0: all that the detector confirms.
    private static let most = 2e-4
    private static let scale = 1e-2
    /// How many decades rarer false changes are for each decade of strength.
    private static let slope = 0.7

    /// By how much the project's false alarms are more frequent than the table's.
    public var factor: Double

    /// Makes the table; 1 is what generated series show.
    public init(factor: Double = 1) {
        self.factor = factor
    }

    /// The chance that a point starts a false change which ever gets so strong; a p of “nothing changed here”.
    public func perPoint(strength: Double) -> Double {
        min(1, factor * min(Self.most, Self.scale * pow(10, -Self.slope * strength)))
    }

    /// The strength that false changes reach at most so often a point; 0 where all are rarer.
    public func strength(perPoint rate: Double) -> Double {
        guard rate > 0 else { return .infinity }
        guard rate < factor * Self.most else { return 0 }
        return log10(factor * Self.scale / rate) / Self.slope
    }
}
