import NilometerStatistics

/// A second witness for a boundary: how much a kernel cost gains when two ranges are told apart.
///
/// Unlike ranks and means it sees any difference of the distributions, such as two modes that moved together.
extension Scaled {
    /// The gain of the split, in units of the kernel's diagonal; the bandwidth is that of the noise within the sides.
    ///
    /// - Complexity: O((n + m)²).
    func kernelGain(_ left: Range<Int>, _ right: Range<Int>, sharpness: Double) -> Double {
        let range = left.lowerBound..<right.upperBound
        let (n, m) = (left.count, right.count)
        var squares: [Double] = []
        for side in [left, right] {
            for lag in [1, 2, 4, 8] where side.count > lag {
                for place in side.dropLast(lag) {
                    let d = values[place + lag] - values[place]
                    squares.append(d * d)
                }
            }
        }
        let middle = Selection.median(of: &squares) ?? 0
        let gamma = middle > 0 ? sharpness / middle : 1
        var (inLeft, inRight, across) = (0.0, 0.0, 0.0)
        values.withUnsafeBufferPointer { values in
            for a in range {
                let own = values[a]
                for b in (a + 1)..<max(a + 1, left.upperBound) { inLeft += Self.kernel(own - values[b], gamma) }
                if a < left.upperBound {
                    for b in right { across += Self.kernel(own - values[b], gamma) }
                } else {
                    for b in (a + 1)..<max(a + 1, right.upperBound) { inRight += Self.kernel(own - values[b], gamma) }
                }
            }
        }
        let diagonal = 1.0
        let (a, b) = (Double(n), Double(m))
        let l = 2 * inLeft + a * diagonal
        let r = 2 * inRight + b * diagonal
        return l / a + r / b - (l + r + 2 * across) / (a + b)
    }

    /// A kernel as smooth as a Gaussian near 0, and a tenth of its price.
    private static func kernel(_ difference: Double, _ gamma: Double) -> Double {
        let near = 1 / (1 + gamma * difference * difference / 4)
        return near * near * near * near
    }
}
