import NilometerStatistics

/// How a series varies, which decides how it is judged.
enum SeriesClass: String {
    case exact, quantised, noisy

    /// Whether the series counts: its metric does (`isExact`), or its runs' own repeats agree.
    ///
    /// A count leaves the class only when three of its last ten runs hold samples that differ by more than one unit.
    ///
    /// - Complexity: O(n).
    static func isCount(_ commits: [Measured], isExact: Bool) -> Bool {
        let repeated = commits.filter(\.hasRepeats)
        let steady = repeated.filter(\.isSteady).count
        guard
            isExact
                || !repeated.isEmpty && 5 * steady >= 4 * repeated.count && commits.allSatisfy({ isWhole($0.value) })
        else { return false }
        return commits.suffix(10).filter { $0.hasRepeats && !$0.isSteady }.count < 3
    }

    /// The class by the values alone, for series that do not count.
    ///
    /// - Complexity: O(n).
    init(byValuesOf commits: [Measured]) {
        let values = commits.map(\.value)
        let stretches = Self.stretches(values)
        let pairs = values.count - 1
        let same = values.count - stretches
        if pairs < 1 || same == pairs || 5 * same >= 4 * pairs && stretches <= max(8, values.count / 10) {
            // Samples that jitter within the runs are no exact series, however steady their medians are.
            let jittery = commits.suffix(10).filter { $0.hasRepeats && !$0.isConstant }.count
            self = jittery < 3 ? .exact : .quantised
        } else if 10 * same >= 3 * pairs || Self.hasQuantum(values) {
            self = .quantised
        } else {
            self = .noisy
        }
    }

    /// Whether a value is what truncated samples have as a median: a whole number, or half-way between two.
    private static func isWhole(_ value: Double) -> Bool { (2 * value).rounded() == 2 * value }

    private static func stretches(_ values: [Double]) -> Int {
        var count = values.isEmpty ? 0 : 1
        for place in values.indices.dropFirst() where values[place] != values[place - 1] { count += 1 }
        return count
    }

    /// Whether all steps are multiples of the smallest, and few.
    private static func hasQuantum(_ values: [Double]) -> Bool {
        guard values.count >= 10 else { return false }
        var quantum = Double.infinity
        for place in 1..<values.count where values[place] != values[place - 1] {
            quantum = min(quantum, abs(values[place] - values[place - 1]))
        }
        guard quantum.isFinite, quantum > 0 else { return false }
        return (1..<values.count).allSatisfy { place in
            let steps = (values[place] - values[place - 1]) / quantum
            return abs(steps) <= 64 && abs(steps - steps.rounded()) < 1e-9
        }
    }
}
