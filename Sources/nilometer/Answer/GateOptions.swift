import ArgumentParser
import NilometerCore

/// What a gate asks, and where it tells its answer; the same options for every command that gates.
struct GateOptions: ParsableArguments {
    /// When a job's summary is written.
    enum Summary: String, ExpressibleByArgument, CaseIterable {
        /// Where the CI has one.
        case auto
        /// Not at all.
        case never
    }

    @Option(help: "Write a JUnit report: a test case for each benchmark and metric.", completion: .file())
    var junit: String?
    @Option(help: "Write the answer as Markdown.", completion: .file())
    var markdown: String?
    @Flag(help: "Keep one comment on the change request, made only when something changed.")
    var comment = false
    @Flag(help: "With --comment: comment also when nothing changed.")
    var alwaysComment = false
    @Flag(help: "Set the status of the commit.")
    var status = false
    @Flag(help: "Mark the job with each row that fails, as GitHub Actions shows it.")
    var annotations = false
    @Option(help: "The summary of the job: auto writes it where GITHUB_STEP_SUMMARY is set, never does not.")
    var summary = Summary.auto
    @Flag(help: "Only tell: end with status 0 whatever was found.")
    var advisory = false
    @Flag(help: "End with status 3 when a row is inconclusive.")
    var requireConclusive = false

    /// When the gate fails: as the project declares it, made stricter or advisory by flags.
    func policy(declared: GatePolicy) -> GatePolicy {
        var policy = declared
        policy.requiresConclusive = policy.requiresConclusive || requireConclusive
        policy.isAdvisory = policy.isAdvisory || advisory
        return policy
    }

    func validate() throws {
        if alwaysComment && !comment { throw ValidationError("--always-comment belongs to --comment.") }
    }
}
