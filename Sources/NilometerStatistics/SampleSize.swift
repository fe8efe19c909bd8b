/// How much can be seen with how many values.
///
/// The normal approximation for two samples of equal size and spread.
public enum SampleSize {
    /// The efficiency of rank tests on normal values.
    public static let rankEfficiency = 0.955

    /// Values needed on each side to see a step, in the unit of the deviation; at least 1.
    ///
    /// - Parameters:
    ///   - deviation: the standard deviation of a value, as a share of the level.
    ///   - step: the step to be seen, as a share of the level, above 0.
    ///   - level: the two-sided level.
    ///   - power: the probability of seeing it.
    /// - Returns: the number, rounded up; the largest integer where it would not fit.
    public static func perSide(deviation: Double, step: Double, level: Double = 0.05, power: Double = 0.8) -> Int {
        whole(2 * square(reach(level, power) * deviation / step))
    }

    /// The same for a rank test.
    public static func perSideByRanks(
        deviation: Double,
        step: Double,
        level: Double = 0.05,
        power: Double = 0.8
    ) -> Int {
        whole(2 * square(reach(level, power) * deviation / step) / rankEfficiency)
    }

    /// The pairs needed to see a step in differences of the given deviation.
    public static func pairs(deviation: Double, step: Double, level: Double = 0.05, power: Double = 0.8) -> Int {
        whole(square(reach(level, power) * deviation / step))
    }

    /// The smallest step that samples of these sizes see, in the unit of the deviation; infinite when one is empty.
    public static func smallestStep(
        deviation: Double,
        _ first: Int,
        _ second: Int,
        level: Double = 0.05,
        power: Double = 0.8
    ) -> Double {
        guard first > 0, second > 0 else { return .infinity }
        return reach(level, power) * deviation * (1 / Double(first) + 1 / Double(second)).squareRoot()
    }

    private static func reach(_ level: Double, _ power: Double) -> Double {
        Normal.upperQuantile(level / 2) + Normal.upperQuantile(1 - power)
    }

    private static func square(_ value: Double) -> Double { value * value }

    private static func whole(_ value: Double) -> Int { max(1, Int(exactly: value.rounded(.up)) ?? .max) }
}
