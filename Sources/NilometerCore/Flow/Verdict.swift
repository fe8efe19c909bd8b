/// What a comparison says of one benchmark and metric.
public enum Verdict: String, Sendable, Codable, CaseIterable {
    /// Shown to be worse.
    case regressed
    /// Shown to be better.
    case improved
    /// Shown to be within the limit.
    case unchanged
    /// Neither was shown; the reason says what would settle it.
    case inconclusive
    /// One side has no reading.
    case missing

    /// The verdict on a difference that was shown to be real; inconclusive while nobody has said which direction is better.
    public static func of(rise: Bool, better: Better) -> Verdict {
        switch better {
        case .lower: rise ? .regressed : .improved
        case .higher: rise ? .improved : .regressed
        case .unknown: .inconclusive
        }
    }
}
