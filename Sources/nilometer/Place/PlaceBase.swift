import NilometerAPI

/// The commit that a run is compared with.
struct PlaceBase: Sendable {
    /// What is sent.
    var part: RunEnvelope.BasePart?
    /// From where it is known.
    var source: String?
    /// What a person should know.
    var warning: String?

    /// The base of a head.
    static func found(
        _ head: PlaceHead,
        branch: String?,
        _ options: PlaceOptions,
        _ job: CIJob?,
        _ clone: GitRepository
    ) async -> PlaceBase {
        if let given = options.baseSHA {
            return await of(clone.sha(given) ?? given, branch, "--base-sha", clone)
        }
        if let merged = head.mergedWith { return await of(merged, branch, "the merge that the CI made", clone) }
        if job?.kind == .mergeQueue, let tip = job?.baseTip { return await of(tip, branch, "the merge queue", clone) }
        guard let measured = head.measured else { return stated(branch, job) }
        if let branch {
            for tip in await clone.tips(of: branch) {
                guard let base = await clone.mergeBase(of: measured, and: tip) else { continue }
                return await of(base, branch, "git", clone)
            }
        }
        if let tip = job?.baseTip, let base = await clone.mergeBase(of: measured, and: tip) {
            return await of(base, branch, "git", clone)
        }
        return stated(branch, job)
    }

    /// The base as far as the CI states it.
    static func stated(_ branch: String?, _ job: CIJob?) -> PlaceBase {
        if let base = job?.mergeBase {
            return PlaceBase(part: .init(branch: branch, sha: base), source: "variables of the CI")
        }
        guard branch != nil || job?.baseTip != nil else { return PlaceBase() }
        let reason = "The clone does not have the merge base with \(branch.map { "“\($0)”" } ?? "the base branch")"
        guard let tip = job?.baseTip else {
            return PlaceBase(
                part: .init(branch: branch, sha: nil),
                source: "the branch alone",
                warning: reason + "; fetch its history (fetch-depth: 0 in a checkout action), or give --base-sha."
            )
        }
        return PlaceBase(
            part: .init(branch: branch, sha: tip),
            source: "variables of the CI",
            warning: reason + "; the branch's newest commit when the job began is taken for it. Fetch the history "
                + "(fetch-depth: 0 in a checkout action), or give --base-sha."
        )
    }

    private static func of(
        _ sha: String,
        _ branch: String?,
        _ source: String,
        _ clone: GitRepository
    ) async -> PlaceBase {
        let line = await clone.line(of: sha)
        return PlaceBase(
            part: .init(branch: branch, sha: sha, line: line.isEmpty ? nil : line),
            source: source
        )
    }
}
