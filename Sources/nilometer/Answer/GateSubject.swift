/// What a gate asks about.
enum GateSubject: Sendable {
    /// A run, against its baseline.
    case run(String)
    /// Two revisions, each a commit, a branch or a run.
    case revisions(base: String, head: String)
}
