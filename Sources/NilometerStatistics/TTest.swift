/// Student's test of two means, in two forms.
///
/// Sources: Student, 1908; B. L. Welch, 1947. It assumes independent normal values.
public struct TTest: Sendable, Equatable {
    /// The difference of the means (second less first) over its standard error; infinite when nothing varies but the means.
    public let t: Double
    /// The degrees of freedom.
    public let freedom: Double
    /// The two-sided p; 1 when the means are equal and nothing varies.
    public let p: Double
    /// The difference of the means.
    public let difference: Double
    /// The standard error of the difference.
    public let error: Double

    /// Each side has its own variance; nil unless both have two values.
    ///
    /// - Complexity: O(n + m).
    public static func welch(_ first: [Double], _ second: [Double]) -> TTest? {
        guard first.count > 1, second.count > 1 else { return nil }
        let (a, b) = (Moments(first), Moments(second))
        let (va, vb) = (a.variance / a.count, b.variance / b.count)
        let sum = va + vb
        let freedom = sum * sum / (va * va / (a.count - 1) + vb * vb / (b.count - 1))
        return TTest(b.mean - a.mean, sum, sum > 0 ? freedom : a.count + b.count - 2)
    }

    /// Both sides share a variance; nil unless there are three values, one on each side.
    ///
    /// - Complexity: O(n + m).
    public static func pooled(_ first: [Double], _ second: [Double]) -> TTest? {
        guard !first.isEmpty, !second.isEmpty, first.count + second.count > 2 else { return nil }
        let (a, b) = (Moments(first), Moments(second))
        let freedom = a.count + b.count - 2
        let variance = (a.deviance + b.deviance) / freedom * (1 / a.count + 1 / b.count)
        return TTest(b.mean - a.mean, variance, freedom)
    }

    /// The interval of the difference.
    public func interval(confidence: Double = 0.95) -> ClosedRange<Double> {
        let reach = error == 0 ? 0 : -StudentT.quantile((1 - confidence) / 2, freedom: freedom) * error
        return (difference - reach)...(difference + reach)
    }

    private init(_ difference: Double, _ variance: Double, _ freedom: Double) {
        self.difference = difference
        self.freedom = freedom
        error = variance.squareRoot()
        guard variance > 0 else {
            t = difference == 0 ? 0 : difference > 0 ? .infinity : -.infinity
            p = difference == 0 ? 1 : 0
            return
        }
        t = difference / error
        p = StudentT.twoSided(t, freedom: freedom)
    }

    /// The count, mean and sum of squared deviations of some values.
    private struct Moments {
        let count: Double
        let mean: Double
        let deviance: Double

        init(_ values: [Double]) {
            let count = Double(values.count)
            let mean = values.reduce(0, +) / count
            self.count = count
            self.mean = mean
            deviance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        }

        var variance: Double { deviance / (count - 1) }
    }
}
