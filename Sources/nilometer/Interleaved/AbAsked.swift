import ArgumentParser
import NilometerCore
import NilometerDetection

/// What a comparison in turn measures, and for how long.
struct AbAsked: ParsableArguments {
    @Option(help: "The revision to compare with, such as origin/main.")
    var base: String
    @Option(
        help: """
            The new revision, or “.” for the working tree as it is; when absent HEAD, or the working tree where tracked \
            files differ from HEAD.
            """
    )
    var head: String?
    @Option(help: "A line for the shell that prepares each side once, such as a build.")
    var setup: String?
    @Option(help: "The most pairs that are judged; 8 at least, unless every --metric is a count.")
    var pairs = 30
    @Option(help: "The most time for measuring, without the setup, such as 10m.")
    var maxTime = Wait(seconds: 600)
    @Option(help: "The files that CMD writes its results into, from its folder; a pattern, repeatable.")
    var results: [String] = []
    @Option(help: "The format of the results; recognised by content when absent.")
    var format = "auto"
    @Option(help: "Judge this metric only, such as allocs/op; repeatable.")
    var metric: [String] = []
    @Option(help: "The difference in percent below which levels count as equal.")
    var limit = 100 * InterleavedComparison.usualLimit
    @Option(
        help: """
            Measure and judge only what regressed in this file, the JSON of gate, compare or ab, or the benchmark of this \
            name; repeatable.
            """
    )
    var confirm: [String] = []
    @Flag(help: "Show on standard error what the command prints.")
    var verbose = false

    func validate() throws {
        let isCounts = !metric.isEmpty && metric.allSatisfy(Metric.isCount)
        if pairs < (isCounts ? 2 : LookPlan.fewestPairs) {
            throw ValidationError(
                isCounts
                    ? "--pairs is at least 2: a count must be the same twice."
                    : "--pairs is at least \(LookPlan.fewestPairs): fewer cannot show a change of a noisy metric at 1 %. "
                        + "For counts alone name them, such as --metric allocs/op."
            )
        }
        if pairs > 1000 { throw ValidationError("--pairs is at most 1000.") }
        if maxTime.seconds < 1 { throw ValidationError("--max-time is at least 1s.") }
        if !(limit > 0 && limit < 1000) { throw ValidationError("--limit is a percentage above 0.") }
    }
}
