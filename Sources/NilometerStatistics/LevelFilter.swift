import Foundation

/// What a sequence of values says of two levels and of a drift that all values share, value by value.
///
/// A value is a level between the old and the new one, plus the drift of the moment, plus noise. The drift forgets itself slowly
/// (autoregressive, first order). The noise is normal, and now and then three or fifteen times as wide, so that one wild value
/// does not carry a level away: the three cases are weighed by their likelihood, and what follows is taken as normal again.
///
/// Source: R. E. Kalman, 1960, with the mixture collapsed at each value as in D. M. Titterington, A. F. M. Smith and
/// U. E. Makov, 1985. Assumes that the levels do not move while they are measured.
struct LevelFilter {
    /// How much of the drift is left at the next value.
    private static let memory = 0.93
    /// The share of values whose noise is wider, and how many times.
    private static let wide = (share: 0.08, excess: 3.0 * 3 - 1)
    /// The share of values that are wild, and how many times wider their noise is.
    private static let wild = (share: 0.02, excess: 15.0 * 15 - 1)

    /// The centre of the old level.
    private(set) var old: Double
    /// The centre of the new level.
    private(set) var new: Double
    /// The natural logarithm of the likelihood of all values so far.
    private(set) var likelihood = 0.0

    private let noise: Double
    private let renewal: Double
    private var drift = 0.0
    private var oldSpread: Double
    private var newSpread: Double
    private var driftSpread: Double
    private var oldNew = 0.0
    private var oldDrift = 0.0
    private var newDrift = 0.0
    private var isFresh = true

    /// Begins with what is known before the first value.
    ///
    /// - Parameters:
    ///   - old: about where the old level is.
    ///   - new: about where the new level is.
    ///   - doubt: the standard deviation of both.
    ///   - noise: the standard deviation of an ordinary value; above 0.
    ///   - drift: the standard deviation of the drift; 0 for none.
    init(old: Double, new: Double, doubt: Double, noise: Double, drift: Double) {
        (self.old, self.new) = (old, new)
        (oldSpread, newSpread) = (doubt * doubt, doubt * doubt)
        self.noise = noise * noise
        driftSpread = drift * drift
        renewal = (1 - Self.memory * Self.memory) * drift * drift
    }

    /// The variance of the difference of the levels.
    var differenceVariance: Double { max(1e-18, oldSpread + newSpread - 2 * oldNew) }

    /// Takes in the next value, whose level lies at `share` of the way from the old to the new level.
    mutating func take(_ value: Double, share: Double) {
        if isFresh {
            isFresh = false
        } else {
            drift *= Self.memory
            oldDrift *= Self.memory
            newDrift *= Self.memory
            driftSpread = driftSpread * Self.memory * Self.memory + renewal
        }
        let rest = 1 - share
        let oldGain = rest * oldSpread + share * oldNew + oldDrift
        let newGain = rest * oldNew + share * newSpread + newDrift
        let driftGain = rest * oldDrift + share * newDrift + driftSpread
        let usual = rest * oldGain + share * newGain + driftGain + noise
        let surprise = value - (rest * old + share * new + drift)
        let square = surprise * surprise
        let wide = usual + noise * Self.wide.excess
        let wild = usual + noise * Self.wild.excess
        var first = (1 - Self.wide.share - Self.wild.share) * exp(-0.5 * square / usual) / usual.squareRoot()
        var second = Self.wide.share * exp(-0.5 * square / wide) / wide.squareRoot()
        var third = Self.wild.share * exp(-0.5 * square / wild) / wild.squareRoot()
        let sum = first + second + third
        if sum > 1e-300 {
            likelihood += log(sum)
            first /= sum
            second /= sum
            third /= sum
        } else {
            likelihood += log(1e-300) - 0.5 * square / wild
            (first, second, third) = (0, 0, 1)
        }
        let pull = first / usual + second / wide + third / wild
        let pulls = first / (usual * usual) + second / (wide * wide) + third / (wild * wild)
        let shrink = pull - square * (pulls - pull * pull)
        old += oldGain * surprise * pull
        new += newGain * surprise * pull
        drift += driftGain * surprise * pull
        oldSpread -= oldGain * oldGain * shrink
        newSpread -= newGain * newGain * shrink
        driftSpread -= driftGain * driftGain * shrink
        oldNew -= oldGain * newGain * shrink
        oldDrift -= oldGain * driftGain * shrink
        newDrift -= newGain * driftGain * shrink
    }
}
