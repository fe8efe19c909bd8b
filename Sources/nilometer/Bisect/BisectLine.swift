import Foundation

/// The commits of a bisection: GOOD, then those up to BAD along first parents.
struct BisectLine: Sendable {
    /// One commit.
    struct Commit: Sendable, Equatable {
        var sha: String
        var author: String
        var subject: String

        /// The name as it is shown.
        var short: String { String(sha.prefix(10)) }
    }

    /// The commits, GOOD first, BAD last.
    let commits: [Commit]
    /// Where the repository keeps what belongs to all its work trees.
    let gitFolder: String
    /// The work tree in which the search was started.
    let topFolder: String
    /// The folder within the work tree in which it was started, with a slash at its end; empty for its top.
    let subfolder: String

    /// Asks git for the commits between two revisions.
    ///
    /// - Throws: `CommandError` when a revision is not known, or GOOD is no ancestor of BAD.
    init(good: String, bad: String, folder: String) async throws {
        let git = BisectGit(folder: folder)
        topFolder = try await git.answer(
            ["rev-parse", "--show-toplevel"],
            or: "This is no git repository; go to the one whose commits are to be searched"
        )
        subfolder = try await git.answer(["rev-parse", "--show-prefix"], or: "git did not answer")
        let kept = try await git.answer(
            ["rev-parse", "--path-format=absolute", "--git-common-dir"],
            or: "The repository's .git folder was not found"
        )
        gitFolder = kept
        let first = try await git.commit(good)
        let last = try await git.commit(bad)
        guard first != last else {
            throw CommandError.usage("GOOD and BAD are the same commit, \(first.prefix(10)); give two.")
        }
        guard try await git.succeeds(["merge-base", "--is-ancestor", first, last]) else {
            let isReversed = try await git.succeeds(["merge-base", "--is-ancestor", last, first])
            let isShallow = try await git.answer(["rev-parse", "--is-shallow-repository"], or: "git did not answer")
            let advice =
                isReversed
                ? "GOOD comes first: exchange them."
                : isShallow == "true"
                    ? "the clone is shallow: “git fetch --unshallow” brings the older commits."
                    : "give a GOOD from BAD's own history, such as “git merge-base \(good) \(bad)”."
            throw CommandError.failed("\(first.prefix(10)) is no ancestor of \(last.prefix(10)); \(advice)")
        }
        let format = "--format=%H%x00%an%x00%s"
        let range = try await git.answer(
            ["log", "--first-parent", "--reverse", "--no-show-signature", format, "\(first)..\(last)"],
            or: "The commits between \(good) and \(bad) could not be listed"
        )
        let start = try await git.answer(["log", "-1", "--no-show-signature", format, first], or: "git did not answer")
        commits = (start + "\n" + range).split(separator: "\n").map { text in
            let fields = text.split(separator: "\0", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
            return Commit(
                sha: fields[0],
                author: fields.count > 1 ? fields[1] : "",
                subject: fields.count > 2 ? fields[2] : ""
            )
        }
    }

    /// The last place: the number of commits after GOOD.
    var count: Int { commits.count - 1 }
}
