import NilometerAPI
import NilometerCore

/// Where and on what a run is made: flags win over the CI, and the CI over git.
struct Place: Sendable {
    /// The commit that is measured, with its branch and first-parent line; nil outside a clone where none is named.
    var commit: RunEnvelope.CommitPart?
    /// What it is compared with; nil on the default branch, and where it is not known.
    var base: RunEnvelope.BasePart?
    /// Where the commit left the base branch: the base itself, but where a merge of the two was measured.
    var mergeBase: String?
    /// The class of hosts and what tells it from others.
    var machine: RunEnvelope.MachinePart
    /// The CI's job.
    var origin: Origin
    /// Facts of the build that may explain a change.
    var context: [String: String] = [:]
    /// What had to be assumed, and what to do about it; each a sentence.
    var warnings: [String] = []
    /// What the CI says.
    var job: CIJob?
    /// Where commit, branch and base come from.
    var sources = PlaceSources()

    /// The commit that is measured.
    ///
    /// - Throws: `CommandError` when none is known.
    func measured() throws(CommandError) -> RunEnvelope.CommitPart {
        guard let commit else { throw .failed(sources.missing) }
        return commit
    }
}
