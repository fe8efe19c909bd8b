import NilometerCore

/// Which commit a run belongs to, and which one's files were measured.
struct PlaceHead: Sendable, Equatable {
    /// The commit under which the run is kept; nil when nothing names one.
    var sha: String?
    /// The commit whose files were measured: a merge that the CI made for the test, or `sha` itself.
    var measured: String?
    /// The commit that the CI merged `sha` with for the test.
    var mergedWith: String?
    /// Whether it is the base branch's own commit that was measured.
    var isBase = false
    /// From where it is known.
    var source = "HEAD of the clone"
    /// What a person should know.
    var warning: String?

    /// The head that a person, the CI and the clone agree on.
    static func found(_ options: PlaceOptions, _ job: CIJob?, _ clone: GitRepository) async -> PlaceHead {
        if let given = options.commit { return await ofFlag(given, job, clone) }
        let head = await clone.sha("HEAD")
        guard let job else { return PlaceHead(sha: head, measured: head) }
        return await ofJob(job, head, clone)
    }

    private static func ofFlag(_ given: String, _ job: CIJob?, _ clone: GitRepository) async -> PlaceHead {
        let sha = await clone.sha(given) ?? given
        var found = PlaceHead(sha: sha, measured: sha, source: "--commit")
        // Within a change request, a person may measure the base, too.
        if sha != job?.sha, let base = job?.baseBranch {
            found.isBase = sha == job?.baseTip
            for tip in await clone.tips(of: base) where !found.isBase {
                found.isBase = await clone.mergeBases(sha, tip) == [sha]
            }
        }
        return found
    }

    private static func ofJob(_ job: CIJob, _ head: String?, _ clone: GitRepository) async -> PlaceHead {
        let name = job.origin.provider ?? "the CI"
        var named = job.sha
        if named == nil, let ref = job.headRef { named = await clone.sha(ref) }
        guard let head else {
            let sha = named ?? job.checkedOut
            return PlaceHead(sha: sha, measured: sha, source: "variables of \(name)")
        }
        let parents = await clone.parents(of: head)
        if named == nil, job.kind == .changeRequest, head == job.checkedOut, job.headRef == nil, parents.count == 2 {
            // The event's file is missing; the merge for the test has the head for its second parent.
            named = parents[1]
        }
        if job.isReport, let named { return PlaceHead(sha: named, measured: named, source: "the event of \(name)") }
        guard let named, named != head else {
            return PlaceHead(sha: head, measured: head, source: "variables of \(name)")
        }
        if parents.count == 2, let place = parents.firstIndex(of: named) {
            return PlaceHead(
                sha: named,
                measured: head,
                mergedWith: parents[1 - place],
                source: "variables of \(name); a merge of it was checked out"
            )
        }
        if head == job.baseTip {
            return PlaceHead(
                sha: head,
                measured: head,
                isBase: true,
                warning:
                    "The base branch is checked out, not the change request's commit \(TextShort.commit(named)): the "
                    + "results are kept for the base. Check out the change request, or give --commit."
            )
        }
        if head == job.checkedOut {
            // Such as a rebase that the CI made for the test.
            return PlaceHead(sha: named, measured: head, source: "variables of \(name); a test of it was checked out")
        }
        return PlaceHead(
            sha: named,
            measured: named,
            source: "variables of \(name)",
            warning:
                "The CI is about \(TextShort.commit(named)), but \(TextShort.commit(head)) is checked out: the results "
                + "are kept under the first. Give --commit HEAD where the second was measured."
        )
    }
}
