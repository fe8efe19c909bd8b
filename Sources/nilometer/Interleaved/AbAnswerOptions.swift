import ArgumentParser

/// How the answer of a comparison in turn is told.
struct AbAnswerOptions: ParsableArguments {
    @Flag(help: "Print JSON.")
    var json = false
    @Option(help: "Write the answer as Markdown.", completion: .file())
    var markdown: String?
    @Option(help: "Write a JUnit report: a test case for each benchmark and metric.", completion: .file())
    var junit: String?
    @Flag(help: "End with status 3 when a row is inconclusive.")
    var requireConclusive = false
    @Flag(help: "Only tell: end with status 0 whatever was found.")
    var advisory = false
}
