/// What is known of one commit when it is explained.
public struct EvidenceSide: Sendable {
    /// The commit; empty where it is not known.
    public var sha: String
    /// The files of evidence.
    public var files: [EvidenceFile]
    /// The iterations of the runs that were profiled, by the benchmark's printed name without `Benchmark` and `-N`.
    public var iterations: [String: Double]
    /// Lines of source files by path, as far as somebody has a checkout.
    public var sources: [String: [String]]
    /// The context of the run: `toolchain`, `flags` and so on, as reported.
    public var context: [String: String]

    /// Makes a side.
    public init(
        sha: String = "",
        files: [EvidenceFile] = [],
        iterations: [String: Double] = [:],
        sources: [String: [String]] = [:],
        context: [String: String] = [:]
    ) {
        self.sha = sha
        self.files = files
        self.iterations = iterations
        self.sources = sources
        self.context = context
    }
}
