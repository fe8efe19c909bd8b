import NilometerStatistics

/// The tests of two neighbouring ranges of a scaled stretch.
extension Scaled {
    /// The difference of the clipped means, right less left.
    func step(_ left: Range<Int>, _ right: Range<Int>) -> Double { mean(right) - mean(left) }

    /// The mean of the clipped values less `centre`.
    func mean(_ range: Range<Int>) -> Double {
        (sums[range.upperBound] - sums[range.lowerBound]) / Double(range.count)
    }

    /// The sum of squared deviations of the clipped values from their mean.
    private func deviance(_ range: Range<Int>) -> Double {
        let sum = sums[range.upperBound] - sums[range.lowerBound]
        let square = squares[range.upperBound] - squares[range.lowerBound]
        let deviance = square - sum * sum / Double(range.count)
        // What is left of equal values after cancellation is not noise.
        return deviance > 1e-13 * squares[squares.count - 1] ? deviance : 0
    }

    /// The two-sided p of a t test with one variance for both sides on the clipped values, |t| divided by `inflation`.
    ///
    /// Variances of their own cost a short side its power: with eight points no p of 1e-7 could be reached.
    func tTest(_ left: Range<Int>, _ right: Range<Int>, inflation: Double) -> Double {
        let (n, m) = (Double(left.count), Double(right.count))
        guard n + m > 2 else { return 1 }
        let difference = step(left, right)
        let variance = (deviance(left) + deviance(right)) / (n + m - 2) * (1 / n + 1 / m)
        guard variance > 0 else { return difference == 0 ? 1 : 0 }
        return StudentT.twoSided(difference / variance.squareRoot() / inflation, freedom: n + m - 2)
    }

    /// The two-sided p of a Mann–Whitney test on the values.
    func rankTest(_ left: Range<Int>, _ right: Range<Int>) -> Double {
        let (n, m) = (left.count, right.count)
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: n + m) { memory in
            let first = UnsafeMutableBufferPointer(rebasing: memory[..<n])
            let second = UnsafeMutableBufferPointer(rebasing: memory[n...])
            _ = first.initialize(from: values[left])
            _ = second.initialize(from: values[right])
            Selection.sort(first)
            Selection.sort(second)
            var (a, b) = (0, 0)
            var (doubled, tieTerm) = (0, 0.0)
            // Both in rising order: for each group of equal values, the pairs with what came before it on the other side.
            while a < n || b < m {
                let value = a < n ? (b < m ? min(first[a], second[b]) : first[a]) : second[b]
                let (fromA, fromB) = (a, b)
                while a < n, first[a] == value { a += 1 }
                while b < m, second[b] == value { b += 1 }
                doubled += (a - fromA) * (fromB + b)
                let size = Double(a - fromA + b - fromB)
                tieTerm += size * size * size - size
            }
            return UTail.twoSided(Double(doubled) / 2, n, m, tieTerm: tieTerm)
        }
    }
}
