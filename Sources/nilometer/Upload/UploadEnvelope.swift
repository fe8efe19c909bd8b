import Foundation
import NilometerAPI
import NilometerCore

/// Puts together what an upload sends, from flags, CI, git and host; flags win over the CI, and the CI over git.
struct UploadEnvelope {
    var options: UploadOptions
    var job: CIJob?
    /// What git knows of the commit.
    var commit: GitRepository.Commit?
    /// The branch that is checked out.
    var branch: String?
    var machine: String
    var fingerprint: [String: String]

    /// The envelope of some files, each a name and its bytes.
    ///
    /// - Throws: `CommandError` when no commit is known.
    func envelope(of files: [(name: String, bytes: Data)]) throws(CommandError) -> RunEnvelope {
        var machinePart = RunEnvelope.MachinePart(name: machine)
        if !fingerprint.isEmpty { machinePart.fingerprint = fingerprint.mapValues { ScalarText($0) } }
        var envelope = RunEnvelope(
            commit: try commitPart(),
            machine: machinePart,
            origin: origin,
            reports: files.map(report)
        )
        let pairs = options.context.compactMap(UploadOptions.pair).map { ($0.key, $0.value) }
        if !pairs.isEmpty { envelope.context = Dictionary(pairs, uniquingKeysWith: { _, last in last }) }
        return envelope
    }

    private func commitPart() throws(CommandError) -> RunEnvelope.CommitPart {
        guard let sha = commit?.sha ?? options.commit ?? job?.sha else {
            throw .failed(
                "This folder is in no git clone with a commit; give --commit SHA, or run it inside the clone."
            )
        }
        var part = RunEnvelope.CommitPart(sha: sha, branch: options.branch ?? job?.branch ?? branch)
        if let commit {
            part.parents = commit.parents
            part.line = commit.line
            part.committedAt = commit.committedAt
            part.subject = commit.subject
            part.author = commit.author
        }
        if let line = options.line {
            part.line = line.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter {
                !$0.isEmpty
            }
        }
        if let parent = options.parent {
            part.line = [parent]
            part.parents = [parent]
        }
        part.committedAt = options.committedAt ?? part.committedAt
        return part
    }

    private var origin: Origin {
        var origin = job?.origin ?? Origin()
        origin.job = options.job ?? origin.job
        origin.attempt = options.attempt ?? origin.attempt
        origin.part = options.part ?? origin.part
        return origin
    }

    private func report(_ name: String, _ bytes: Data) -> RunEnvelope.ReportPart {
        let text = String(validating: bytes, as: UTF8.self)
        return RunEnvelope.ReportPart(
            format: options.format,
            name: name,
            encoding: text == nil ? "base64" : "utf8",
            content: text ?? bytes.base64EncodedString()
        )
    }
}
