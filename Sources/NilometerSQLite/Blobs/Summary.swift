import NilometerCore

/// What the index keeps of one reading.
struct Summary: Equatable {
    /// The centre, in the canonical unit.
    var centre: Double
    /// Half the range of the samples, or the spread that the harness gave; not a number where unknown.
    var spread: Double
    /// How many samples are behind it, at least 1.
    var count: Int

    init(centre: Double, spread: Double, count: Int) {
        self.centre = centre
        self.spread = spread
        self.count = count
    }

    /// The summary of a reading; nil when it has no value.
    init?(_ reading: Reading) {
        guard let value = reading.value else { return nil }
        centre = value
        count = max(1, reading.samples.count)
        if let low = reading.samples.min(), let high = reading.samples.max(), reading.samples.count > 1 {
            spread = (high - low) / 2
        } else {
            let isShare = reading.spread.map { $0.kind == "cv" || $0.kind.hasSuffix("percent") } ?? false
            spread = reading.spread.map { isShare ? $0.value * value.magnitude : $0.value } ?? .nan
        }
    }
}
