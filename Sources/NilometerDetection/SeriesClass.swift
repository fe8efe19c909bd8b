import NilometerStatistics

/// How a series varies, which decides how it is judged.
enum SeriesClass: String {
    case exact, quantised, noisy
}

/// What the class of a series is decided from, kept up to date commit by commit.
struct ClassCounts: Sendable, Equatable {
    /// How many commits there are.
    var count = 0
    /// Those with enough repeats, and those whose repeats agree.
    var repeated = 0
    var steady = 0
    /// Whether all values are what truncated samples have as a median: whole numbers, or half-way between two.
    var isWhole = true
    /// Neighbouring commits with one value count once.
    var stretches = 0
    var newest: Double?
    var quantum = Quantum()
    /// Of the last ten commits: whether repeats were not steady, and not constant.
    var latest: [(isUnsteady: Bool, isJittery: Bool)] = []

    static func == (one: ClassCounts, other: ClassCounts) -> Bool {
        (one.count, one.repeated, one.steady, one.stretches) == (
            other.count, other.repeated, other.steady, other.stretches
        )
            && one.isWhole == other.isWhole && one.newest == other.newest && one.quantum == other.quantum
            && one.latest.elementsEqual(other.latest, by: ==)
    }

    /// Takes the next commit.
    mutating func take(_ commit: Measured) {
        count += 1
        if commit.hasRepeats {
            repeated += 1
            if commit.isSteady { steady += 1 }
        }
        isWhole = isWhole && (2 * commit.value).rounded() == 2 * commit.value
        if let newest {
            if newest != commit.value { stretches += 1 }
            quantum.take(abs(commit.value - newest))
        } else {
            stretches = 1
        }
        newest = commit.value
        if latest.count == 10 { latest.removeFirst() }
        latest.append((commit.hasRepeats && !commit.isSteady, commit.hasRepeats && !commit.isConstant))
    }

    /// Whether the series counts: its metric does (`isExact`), or its runs' own repeats agree.
    ///
    /// A count leaves the class only when three of its last ten runs hold samples that differ by more than one unit.
    func isCount(isExact: Bool) -> Bool {
        guard isExact || repeated > 0 && 5 * steady >= 4 * repeated && isWhole else { return false }
        return latest.count(where: \.isUnsteady) < 3
    }

    /// The class by the values alone, for series that do not count.
    var byValues: SeriesClass {
        let pairs = count - 1
        let same = count - stretches
        if pairs < 1 || same == pairs || 5 * same >= 4 * pairs && stretches <= max(8, count / 10) {
            // Samples that jitter within the runs are no exact series, however steady their medians are.
            return latest.count(where: \.isJittery) < 3 ? .exact : .quantised
        }
        return 10 * same >= 3 * pairs || count >= 10 && quantum.isKnown ? .quantised : .noisy
    }
}

/// The largest step of which all steps so far are multiples, while they are few.
struct Quantum: Sendable, Equatable {
    var step = 0.0
    var largest = 0.0
    var isBroken = false

    /// Whether all steps are at most 64 times one step.
    var isKnown: Bool { !isBroken && step > 0 }

    /// Takes a step, at least 0.
    mutating func take(_ size: Double) {
        guard !isBroken, size > 0 else { return }
        largest = max(largest, size)
        var (a, b) = (max(step, size), min(step, size))
        // Euclid's way; what is left of rounding is none.
        while b > 1e-9 * largest {
            let rest = abs(a - b * (a / b).rounded())
            (a, b) = (b, rest)
        }
        step = a
        isBroken = largest > 64.5 * step
    }
}
