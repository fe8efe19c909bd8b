import Foundation
import NilometerAPI
import NilometerCore

/// Looks for the commit of a run, its line and its base.
struct PlaceFinding {
    let options: PlaceOptions
    let job: CIJob?
    let clone: GitRepository
    var commit: RunEnvelope.CommitPart?
    var base: RunEnvelope.BasePart?
    /// Where the commit left the base branch.
    var mergeBase: String?
    var context: [String: String] = [:]
    var warnings: [String] = []
    var sources = PlaceSources()

    init(options: PlaceOptions, job: CIJob?, clone: GitRepository) {
        self.options = options
        self.job = job
        self.clone = clone
    }

    /// Fills what is known.
    mutating func find() async {
        if options.line != nil || options.parent != nil { return findByFlags() }
        if let obstacle = await clone.obstacle() { sources.missing = obstacle }
        let head = await PlaceHead.found(options, job, clone)
        guard let sha = head.sha else { return }
        let defaultBranch = await defaultBranch()
        let branch = await branch(head, defaultBranch)
        let baseBranch = baseBranch(head, branch, defaultBranch)
        let isCompared = !head.isBase && (baseBranch != nil || options.baseSHA != nil || job?.baseTip != nil)
        let history = await GitHistory(clone: clone, head: head, base: baseBranch, isCompared: isCompared)
            .completed(mayFetch: !options.noFetch)
        warnings += [head.warning, history].compactMap(\.self)
        sources.commit = head.source
        commit = await commitPart(sha, branch: branch)
        if isCompared {
            await findBase(head, sha, baseBranch)
        } else if job?.kind == .changeRequest, !head.isBase {
            warnings.append("The CI names no base branch of the change request; give --base-branch, such as main.")
        }
        if options.commit == nil, job?.isReport != true, await clone.isChanged() {
            context["dirty"] = "true"
            warnings.append("Tracked files differ from the commit that the results are kept under; commit them first.")
        }
    }

    private mutating func findBase(_ head: PlaceHead, _ sha: String, _ branch: String?) async {
        let found = await PlaceBase.found(head, branch: branch, options, job, clone)
        // What is on the base branch already has nothing to be compared with but its own past.
        if found.part?.sha == sha, job?.kind != .changeRequest, options.baseSHA == nil { return }
        base = found.part
        sources.base = found.source
        mergeBase = found.part?.sha
        if let merged = head.mergedWith { mergeBase = await clone.mergeBase(of: sha, and: merged) ?? job?.mergeBase }
        if let warning = found.warning { warnings.append(warning) }
    }

    /// A place without git: all is said by flags and the CI.
    private mutating func findByFlags() {
        guard let sha = options.commit else { return }
        var part = RunEnvelope.CommitPart(sha: sha, branch: options.branch ?? job?.runBranch)
        if let line = options.line {
            part.line = line.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter {
                !$0.isEmpty
            }
        }
        if let parent = options.parent {
            part.line = [parent]
            part.parents = [parent]
        }
        part.committedAt = options.committedAt
        commit = part
        sources.commit = "--commit"
        sources.branch = options.branch != nil ? "--branch" : job?.runBranch.map { _ in "variables of the CI" }
        if let given = options.baseSHA {
            base = .init(branch: options.baseBranch ?? job?.baseBranch, sha: given)
            sources.base = "--base-sha"
        } else {
            let found = PlaceBase.stated(options.baseBranch ?? job?.baseBranch, job)
            base = found.part
            sources.base = found.source
        }
    }

    private func commitPart(_ sha: String, branch: String?) async -> RunEnvelope.CommitPart {
        var part = RunEnvelope.CommitPart(sha: sha, branch: branch)
        if let known = await clone.commit(sha) {
            part.parents = known.parents
            part.line = known.line
            part.committedAt = known.committedAt
            part.subject = known.subject
            part.author = known.author
        }
        part.committedAt = options.committedAt ?? part.committedAt
        return part
    }

    private func defaultBranch() async -> String? {
        if let named = job?.defaultBranch { return named }
        guard let remote = await clone.remote() else { return nil }
        return await clone.defaultBranch(of: remote)
    }

    /// The branch to compare with: of a change request its own, of other branches the default branch.
    private func baseBranch(_ head: PlaceHead, _ own: String?, _ defaultBranch: String?) -> String? {
        if let given = options.baseBranch { return given }
        guard !head.isBase, job?.tag == nil else { return nil }
        return job?.baseBranch ?? (own == defaultBranch ? nil : defaultBranch)
    }

    /// The branch of the run.
    private mutating func branch(_ head: PlaceHead, _ defaultBranch: String?) async -> String? {
        if let given = options.branch {
            sources.branch = "--branch"
            return given
        }
        if head.isBase {
            sources.branch = "the base branch"
            return job?.baseBranch
        }
        if let named = job?.runBranch {
            sources.branch = "variables of the CI"
            return named
        }
        if let tag = job?.tag, let sha = head.sha {
            for tip in await clone.tips(of: defaultBranch ?? "") {
                let line = await clone.line(of: tip)
                guard tip == sha || line.contains(sha) else { continue }
                sources.branch = "the tag's commit is on the default branch"
                return defaultBranch
            }
            sources.branch = "the tag's commit is not known to be on the default branch"
            // No ref has a colon: such a run stays away from all branches.
            return "tag:\(tag)"
        }
        guard options.commit == nil else { return nil }
        if let branch = await clone.branch() {
            sources.branch = "HEAD of the clone"
            return branch
        }
        warnings.append("HEAD is on no branch; the project's default branch is assumed. Give --branch for another.")
        return nil
    }
}
