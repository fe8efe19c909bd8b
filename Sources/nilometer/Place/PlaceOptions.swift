import ArgumentParser

/// What a person says of the place where git and the CI do not know it better.
struct PlaceOptions: ParsableArguments {
    @Option(help: "The commit that was measured; HEAD when absent.")
    var commit: String?
    @Option(help: "Its branch; the branch of the CI or of the clone when absent.")
    var branch: String?
    @Option(help: "The class of this machine (NILOMETER_MACHINE, nilometer.toml; else “default”).")
    var machine: String?
    @Option(help: "Its first-parent history, newest first, separated by commas; for places without git.")
    var line: String?
    @Option(help: "Its first parent, where the line is not known.")
    var parent: String?
    @Option(help: "When it was committed, RFC 3339.")
    var committedAt: String?
    @Option(help: "The branch that it is to be merged into; of the CI or of the clone when absent.")
    var baseBranch: String?
    @Option(name: .customLong("base-sha"), help: "The commit to compare with; the merge base when absent.")
    var baseSHA: String?
    @Flag(help: "Never fetch the history that a shallow clone lacks.")
    var noFetch = false
    @Option(help: "The CI job's name.")
    var job: String?
    @Option(help: "The attempt, from 1: a new attempt is a new run even when the results are equal.")
    var attempt: Int?
    @Option(help: "The part of a matrix, such as linux-arm64, or the matrix as JSON (NILOMETER_PART).")
    var part: String?
    @Option(help: "A fact of the build that may explain a change, as key=value; repeatable.")
    var context: [String] = []

    func validate() throws {
        if let attempt, attempt < 1 { throw ValidationError("--attempt counts from 1.") }
        if line != nil && parent != nil { throw ValidationError("Give --line or --parent, not both.") }
        if (line != nil || parent != nil || committedAt != nil) && commit == nil {
            throw ValidationError("--line, --parent and --committed-at belong to a commit; give --commit too.")
        }
        for pair in context where Self.pair(pair) == nil {
            throw ValidationError("--context “\(pair)” is not key=value.")
        }
    }

    /// The key and value of `key=value`; nil without a key.
    static func pair(_ text: String) -> (key: String, value: String)? {
        guard let sign = text.firstIndex(of: "="), sign != text.startIndex else { return nil }
        return (String(text[..<sign]), String(text[text.index(after: sign)...]))
    }
}
