import NilometerAPI
import NilometerCore

/// What `ci show` prints.
struct CIShowView: Encodable {
    /// A commit and from where it is known.
    struct Point: Encodable {
        var sha: String?
        var branch: String?
        /// How many older commits of its first-parent line are known, and the newest of them.
        var older: Int
        var line: [String]
        var source: String?
    }

    var commit: Point?
    var base: Point?
    /// Where the commit left the base branch.
    var mergeBase: String?
    var branchSource: String?
    /// What the CI says, unchanged.
    var job: CIJob?
    /// The job as the run will carry it, after flags.
    var origin: Origin
    var machine: String
    var fingerprint: [String: String]
    var context: [String: String]
    var warnings: [String]
    /// Why there is no commit.
    var missing: String?

    init(_ place: Place) {
        commit = place.commit.map {
            Point(
                sha: $0.sha,
                branch: $0.branch,
                older: $0.line?.count ?? 0,
                line: Array(($0.line ?? []).prefix(10)),
                source: place.sources.commit
            )
        }
        base = place.base.map {
            Point(
                sha: $0.sha,
                branch: $0.branch,
                older: $0.line?.count ?? 0,
                line: Array(($0.line ?? []).prefix(10)),
                source: place.sources.base
            )
        }
        mergeBase = place.mergeBase
        branchSource = place.sources.branch
        job = place.job
        origin = place.origin
        machine = place.machine.name ?? "default"
        fingerprint = (place.machine.fingerprint ?? [:]).mapValues(\.text)
        context = place.context
        warnings = place.warnings
        missing = place.commit == nil ? place.sources.missing : nil
    }

    /// The facts, one a line with where each comes from, then the warnings.
    func text(on output: Output) -> String {
        let width = facts.reduce(0) { max($0, $1.name.count) }
        var text = ""
        for fact in facts {
            guard let value = fact.value else { continue }
            let gap = String(repeating: " ", count: width - fact.name.count + 2)
            text += TextPaint.faint.on(fact.name, output.hasColour) + gap + TextPlain.of(value)
            if let source = fact.source { text += TextPaint.faint.on("  (\(TextPlain.of(source)))", output.hasColour) }
            text += "\n"
        }
        if let missing { text += TextPaint.bad.on("failed", output.hasColour) + ": \(TextPlain.of(missing))\n" }
        for warning in warnings {
            text += TextPaint.strong.on("warning", output.hasColour) + ": \(TextPlain.of(warning))\n"
        }
        return text
    }

    private struct Fact {
        var name: String
        var value: String?
        var source: String?
    }

    private var facts: [Fact] {
        let kind = job.map { "\($0.origin.provider ?? "?"), \($0.kind.rawValue)\($0.isFork ? " of a fork" : "")" }
        let merged = mergeBase == base?.sha ? nil : mergeBase
        let part = [origin.job, origin.part].compactMap(\.self).joined(separator: ", part ")
        return [
            Fact(name: "ci", value: kind ?? "none is known here"),
            Fact(name: "commit", value: commit?.sha, source: commit?.source),
            Fact(
                name: "branch",
                value: commit?.branch ?? commit.map { _ in "the default branch" },
                source: branchSource
            ),
            Fact(name: "older commits", value: commit.map { String($0.older) }),
            Fact(name: "base", value: base.map { $0.sha ?? "not known" }, source: base?.source),
            Fact(name: "base branch", value: base?.branch),
            Fact(name: "merge base", value: merged),
            Fact(name: "default branch", value: job?.defaultBranch),
            Fact(name: "change request", value: origin.changeRequest.map(String.init)),
            Fact(name: "tag", value: job?.tag),
            Fact(name: "head repository", value: job?.headRepository),
            Fact(name: "repository", value: job?.repository, source: job?.repositoryID.map { "id \($0)" }),
            Fact(name: "run", value: origin.id, source: origin.attempt.map { "attempt \($0)" }),
            Fact(name: "job", value: part.isEmpty ? nil : part),
            Fact(name: "url", value: origin.url),
            Fact(name: "machine", value: "\(machine): \(Fingerprint.text(of: fingerprint))"),
        ] + context.sorted { $0.key < $1.key }.map { Fact(name: $0.key, value: $0.value) }
    }
}
