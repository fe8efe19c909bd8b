import ArgumentParser

/// Which run or comparison a gate is asked about.
struct GateAsked: ParsableArguments {
    @Option(help: "The run's id.")
    var run: String?
    @Option(help: "The old side: a commit, a branch or a run.")
    var base: String?
    @Option(help: "The new side; the CI's commit or HEAD when absent.")
    var head: String?
    @Option(help: "Wait up to this long for a run of the commit to arrive, such as 60s.")
    var wait = Wait(seconds: 0)
    @Option(help: "The class of machine (NILOMETER_MACHINE).")
    var machine: String?
    @Option(help: "The part of a matrix, such as linux-arm64: each part has a comment and a status of its own.")
    var part: String?
    @Option(help: "The number of the change request, where the CI does not know it.")
    var changeRequest: Int?

    func validate() throws {
        if run != nil && (base != nil || head != nil) { throw ValidationError("Give --run, or --base and --head.") }
        if let changeRequest, changeRequest < 1 { throw ValidationError("--change-request counts from 1.") }
    }
}
