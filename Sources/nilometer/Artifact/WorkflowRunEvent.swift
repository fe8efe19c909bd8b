import Foundation
import NilometerAPI
import NilometerCore

/// What GitHub says of a workflow that ended, to the workflow that runs after it with the project's own rights.
///
/// It comes from GitHub and not from the benchmarks, so that commit and branch can be believed.
struct WorkflowRunEvent: Equatable {
    /// The commit that was measured.
    var sha: String
    /// Its branch; that of a fork as `fork:OWNER/NAME:BRANCH`, which no branch of the project can be called.
    var branch: String
    /// The job that measured.
    var origin: Origin
    /// The project's default branch, into which a fork's change is to be merged.
    var defaultBranch: String?
    /// Whether the commit came from another repository.
    var isFork: Bool

    /// Events whose runs are of the commit that they name.
    private static let knownTriggers: Set = [
        "push", "pull_request", "merge_group", "schedule", "workflow_dispatch", "repository_dispatch", "release",
        "create",
        "workflow_call",
    ]

    /// Reads the event file of a workflow that `workflow_run` started.
    ///
    /// - Throws: `CommandError` when it is another event, or does not say what was measured.
    static func found(in environment: [String: String], file: Data?) throws(CommandError) -> WorkflowRunEvent {
        guard environment["GITHUB_EVENT_NAME"] == "workflow_run", let file else {
            throw .failed(
                "--from-artifact belongs into a workflow that “on: workflow_run” starts, and reads GITHUB_EVENT_PATH;"
                    + " elsewhere upload the files by name."
            )
        }
        guard let event = payload(of: file), let run = event.workflow_run, let home = event.repository?.id else {
            throw .failed(
                "The file that GITHUB_EVENT_PATH names is not the event of a workflow run; leave it as it is."
            )
        }
        guard let trigger = run.event, knownTriggers.contains(trigger) else {
            throw .failed(
                "A workflow run by “\(run.event ?? "nothing")” does not say which commit was measured; measure on"
                    + " pull_request or push."
            )
        }
        guard let sha = run.head_sha, sha.utf8.count >= 40, sha.utf8.allSatisfy(Self.isHexadecimal) else {
            throw .failed("The event of the workflow run names no commit.")
        }
        // A fork that was deleted since has no repository any more.
        let isFork = run.head_repository?.id != home
        let owner = run.head_repository?.full_name ?? run.head_repository?.owner?.login ?? "unknown"
        guard isFork || run.head_branch?.isEmpty == false else {
            throw .failed("The event of the workflow run names no branch.")
        }
        let branch = run.head_branch ?? ""
        let isAny = run.pull_requests?.first { $0.base?.repo?.id == home && $0.head?.sha == sha }
        return WorkflowRunEvent(
            sha: sha,
            branch: isFork ? "fork:\(owner):\(branch)" : branch,
            origin: Origin(
                provider: "github",
                id: run.id.map(String.init),
                attempt: run.run_attempt,
                job: run.name,
                url: run.html_url,
                changeRequest: isAny?.number
            ),
            defaultBranch: event.repository?.default_branch,
            isFork: isFork
        )
    }

    private static func payload(of file: Data) -> Payload? { try? JSONDecoder().decode(Payload.self, from: file) }

    private static func isHexadecimal(_ letter: UInt8) -> Bool {
        (0x30...0x39).contains(letter) || (0x61...0x66).contains(letter)
    }

    /// The parts of the event that are read, with GitHub's names.
    private struct Payload: Decodable {
        struct Owner: Decodable { var login: String? }
        struct Repository: Decodable {
            var id: Int?
            var full_name: String?
            var owner: Owner?
            var default_branch: String?
        }
        struct Side: Decodable {
            var sha: String?
            var repo: Repository?
        }
        struct ChangeRequest: Decodable {
            var number: Int?
            var head: Side?
            var base: Side?
        }
        struct Run: Decodable {
            var id: Int?
            var run_attempt: Int?
            var name: String?
            var event: String?
            var head_sha: String?
            var head_branch: String?
            var html_url: String?
            var head_repository: Repository?
            var pull_requests: [ChangeRequest]?
        }
        var workflow_run: Run?
        var repository: Repository?
    }
}
