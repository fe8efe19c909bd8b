/// What a bisection asks: runs that were kept for another question are not used.
struct BisectQuestion: Codable, Equatable, Sendable {
    /// The commit with the old level.
    var good: String
    /// The commit with the new level.
    var bad: String
    /// The benchmark, with parameters or without.
    var benchmark: String
    /// The metric's name.
    var metric: String
    /// What measures.
    var command: [String]
    /// What builds.
    var setup: String?
    /// Where the results are.
    var results: String?
    /// The results' format.
    var format: String

    /// How another question differs, as the rest of a sentence.
    func difference(from other: BisectQuestion) -> String {
        if good != other.good { return "it began at \(other.good.prefix(10))" }
        if bad != other.bad { return "it ended at \(other.bad.prefix(10))" }
        if benchmark != other.benchmark { return "it was about “\(other.benchmark)”" }
        if metric != other.metric { return "it was about \(other.metric)" }
        return "it measured with another command"
    }
}
