import Foundation

/// The parts of an event's file that GitHub, Forgejo and Gitea share.
///
/// Every part may be missing or of another shape: a part that cannot be read is nil, and does not take the others with
/// it.
struct GitHubEvent: Decodable {
    struct Repository: Decodable {
        var id: Int?
        var full_name: String?
        var default_branch: String?
    }

    struct End: Decodable {
        var ref: String?
        var sha: String?
        var repo: Repository?
    }

    struct ChangeRequest: Decodable {
        var number: Int?
        var head: End?
        var base: End?
    }

    struct MergeGroup: Decodable {
        var head_sha: String?
        var base_sha: String?
        var base_ref: String?
    }

    struct WorkflowRun: Decodable {
        var id: Int?
        var run_attempt: Int?
        var event: String?
        var head_sha: String?
        var head_branch: String?
        var head_repository: Repository?
        var pull_requests: [ChangeRequest]?
    }

    var number: Int?
    var pull_request: ChangeRequest?
    var merge_group: MergeGroup?
    var workflow_run: WorkflowRun?
    var repository: Repository?

    private enum Key: String, CodingKey {
        case number, pull_request, merge_group, workflow_run, repository
    }

    init(from decoder: any Decoder) throws {
        let event = try decoder.container(keyedBy: Key.self)
        number = try? event.decode(Int.self, forKey: .number)
        pull_request = try? event.decode(ChangeRequest.self, forKey: .pull_request)
        merge_group = try? event.decode(MergeGroup.self, forKey: .merge_group)
        workflow_run = try? event.decode(WorkflowRun.self, forKey: .workflow_run)
        repository = try? event.decode(Repository.self, forKey: .repository)
    }

    /// The event in a file's bytes; nil where they are no JSON object.
    static func read(_ bytes: Data?) -> GitHubEvent? {
        bytes.flatMap { try? JSONDecoder().decode(GitHubEvent.self, from: $0) }
    }
}
