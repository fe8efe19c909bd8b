import Foundation

/// The two-sided tail of the Mann–Whitney U without ties, quick and good far out.
///
/// The normal approximation is far too large in the tail: 100 against 9 clean values are 5e-13 exactly, 7e-7 normally.
public enum UTail {
    /// The two-sided p of `u` (for which n·m − u is as likely), with `n` and `m` values and the given tie term.
    ///
    /// Counted out while that is cheap; else Lugannani and Rice's saddlepoint with the lattice correction, from the exact
    /// cumulants of U. Ties (the sum of t³ − t) narrow the spread, as in the normal approximation.
    ///
    /// - Complexity: O(min(n, m)·64), or O(min(n, m)·u) where counted.
    public static func twoSided(_ u: Double, _ n: Int, _ m: Int, tieTerm: Double = 0) -> Double {
        guard n > 0, m > 0 else { return 1 }
        let (a, b) = (Double(n), Double(m))
        let (mean, total) = (a * b / 2, a + b)
        let untied = a * b / 12 * (total + 1)
        let variance = a * b / 12 * (total + 1 - tieTerm / (total * (total - 1)))
        guard variance > 0 else { return 1 }
        let distance = max(0, abs(u - mean) - 0.5)
        let z = distance / variance.squareRoot()
        if z < 2.5 { return erfc(z / 2.0.squareRoot()) }
        // The distance without ties that is as many deviations away.
        let scaled = tieTerm > 0 ? min(mean, (distance + 0.5) * (untied / variance).squareRoot()) : distance + 0.5
        let least = max(0, (mean - scaled).rounded(.down))
        let small = min(n, m)
        if Double(small) * least <= 4000 {
            return min(1, 2 * MannWhitney.distribution(n, m, upTo: Int(least)).reduce(0, +))
        }
        return min(1, 2 * saddlepoint(mean - least - 0.5, small, max(n, m)))
    }

    /// The probability that U exceeds its mean by at least `distance`.
    private static func saddlepoint(_ distance: Double, _ small: Int, _ large: Int) -> Double {
        var s = distance / (Double(small) * Double(large) * Double(small + large + 1) / 12)
        var cumulants = Cumulants(at: s, small, large)
        for _ in 0..<30 {
            let step = (cumulants.slope - distance) / cumulants.bend
            s = max(s - step, s / 4)
            cumulants = Cumulants(at: s, small, large)
            if abs(step) < 1e-10 * s { break }
        }
        let w = (2 * (s * distance - cumulants.value)).squareRoot()
        let v = 2 * sinh(s / 2) * cumulants.bend.squareRoot()
        guard w.isFinite, w > 1e-6, v > 0 else { return 0.5 }
        return Normal.tail(w) + exp(-w * w / 2) / (2 * Double.pi).squareRoot() * (1 / v - 1 / w)
    }

    /// The cumulant generating function of U − mean and its first two derivatives at s > 0.
    private struct Cumulants {
        var value = 0.0
        var slope = 0.0
        var bend = 0.0

        init(at s: Double, _ small: Int, _ large: Int) {
            for part in 1...small {
                add(Double(large + part), s, 1)
                add(Double(part), s, -1)
            }
        }

        /// Adds ±log(sinh(js/2)/(js/2)).
        private mutating func add(_ j: Double, _ s: Double, _ sign: Double) {
            let half = j * s / 2
            if half < 1e-3 {
                let square = half * half
                value += sign * square / 6
                slope += sign * j / 2 * half / 3
                bend += sign * j * j / 4 * (1.0 / 3 - square / 15)
                return
            }
            let fall = exp(-2 * half)
            let coth = (1 + fall) / (1 - fall)
            let cosecant = 4 * fall / ((1 - fall) * (1 - fall))
            value += sign * (half + log1p(-fall) - log(2 * half))
            slope += sign * j / 2 * (coth - 1 / half)
            bend += sign * j * j / 4 * (1 / (half * half) - cosecant)
        }
    }
}
