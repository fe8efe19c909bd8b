import NilometerDetection

/// What a comparison in turn found, and why it ended.
struct InterleavedOutcome: Sendable {
    /// Why it ended.
    enum Ending: Sendable, Equatable {
        /// Every row is decided.
        case decided
        /// All planned pairs were made.
        case planned
        /// The time was up.
        case time
        /// A run failed twice; a sentence.
        case failure(String)
    }

    /// What was shown.
    var comparison: InterleavedComparison
    /// How many pairs were judged.
    var pairs: Int
    /// How long it took, without the setup.
    var took: Duration
    /// Why it ended.
    var ending: Ending
}
