import NIOHTTP1
import NilometerAPI

/// GitLab: the notes of merge requests, and the statuses of commits.
public struct GitLab: Forge {
    /// The most pages of a hundred notes that are read.
    private static let mostPages = 100

    /// What people call it.
    public let name = "GitLab"
    private let client: ForgeClient
    private let project: String
    private let targetProject: String
    private let pipeline: Int?

    /// Makes it.
    ///
    /// - Parameters:
    ///   - client: asks the API.
    ///   - project: the number or path of the project whose pipeline runs.
    ///   - targetProject: the same of the project that has the merge request; nil where it is the same project.
    ///   - pipeline: the pipeline that the status joins.
    public init(client: ForgeClient, project: String, targetProject: String? = nil, pipeline: Int? = nil) {
        self.client = client
        self.project = Route(project).text
        self.targetProject = targetProject.map { Route($0).text } ?? self.project
        self.pipeline = pipeline
    }

    private struct User: Decodable { var id: Int }

    private struct Note: Decodable {
        var id: Int
        var body: String
        var system: Bool?
        var author: User
    }

    private struct Text: Codable { var body: String }

    /// The notes of the token's own user.
    public func ownNotes(on changeRequest: Int) async throws -> [ForgeNote] {
        let own = try await explained("be asked who it is; it needs the scope “api”") {
            try await client.call(.GET, "user")
        }
        .value(User.self).id
        var notes: [ForgeNote] = []
        for page in 1...Self.mostPages {
            let query = "per_page=100&page=\(page)&sort=asc&order_by=created_at"
            let answer = try await explained("read the notes of merge request \(changeRequest)") {
                try await client.call(.GET, "\(mergeRequest(changeRequest))/notes?\(query)")
            }
            for note in try answer.value([Note].self) where note.author.id == own && note.system != true {
                notes.append(ForgeNote(id: note.id, text: note.body))
            }
            if !answer.hasNextPage { break }
        }
        return notes.sorted { $0.id < $1.id }
    }

    /// Adds a note.
    public func add(_ text: String, to changeRequest: Int) async throws {
        _ = try await explained("comment on merge request \(changeRequest)") {
            try await client.call(.POST, "\(mergeRequest(changeRequest))/notes", Text(body: text), again: .unsafe)
        }
    }

    /// Changes the text of a note.
    public func edit(_ note: ForgeNote, of changeRequest: Int, to text: String) async throws {
        _ = try await explained("comment on merge request \(changeRequest)") {
            try await client.call(.PUT, "\(mergeRequest(changeRequest))/notes/\(note.id)", Text(body: text))
        }
    }

    /// Deletes a note.
    public func delete(_ note: ForgeNote, of changeRequest: Int) async throws {
        do {
            _ = try await client.call(.DELETE, "\(mergeRequest(changeRequest))/notes/\(note.id)")
        } catch let error as ClientError where error.status == 404 {}
    }

    /// The commit at the head of a merge request.
    public func head(of changeRequest: Int) async throws -> String? {
        struct MergeRequest: Decodable { var sha: String? }
        return try await client.call(.GET, mergeRequest(changeRequest)).value(MergeRequest.self).sha
    }

    /// Sets the status of a commit; a neutral one is `skipped`, which GitLab 17.6 and later take.
    public func set(_ status: ForgeStatus, on commit: String) async throws -> String? {
        let state =
            switch status.state {
            case .success: "success"
            case .failure, .error: "failed"
            case .neutral: "skipped"
            }
        do {
            _ = try await explained("set the status of a commit") {
                try await client.call(
                    .POST,
                    "projects/\(project)/statuses/\(Route(commit).text)",
                    Status(
                        state: state,
                        name: status.name,
                        description: status.description,
                        target_url: status.link,
                        pipeline_id: pipeline
                    )
                )
            }
            return nil
        } catch let error as ClientError where error.status == 400 {
            // It refuses to be told what it shows already.
            if error.detail.contains("Cannot transition status") { return nil }
            guard status.state == .neutral else { throw error }
            return "This GitLab knows no neutral status (\(error.detail)) None is set, rather than one of success."
        }
    }

    private struct Status: Encodable {
        var state: String
        var name: String
        var description: String
        var target_url: String?
        var pipeline_id: Int?
    }

    private func mergeRequest(_ number: Int) -> String { "projects/\(targetProject)/merge_requests/\(number)" }

    private func explained(_ what: String, _ call: () async throws -> ForgeAnswer) async throws -> ForgeAnswer {
        do { return try await call() } catch let error as ClientError {
            let advice: String
            switch error.status {
            case 401: advice = " The token is not known there or has expired."
            case 403, 404:
                advice =
                    " The token may not \(what); NILOMETER_GITLAB_TOKEN needs the scope “api” and the role Reporter for notes, "
                    + "Developer for statuses."
            default: throw error
            }
            throw ClientError(error.kind, code: error.code, detail: error.detail + advice)
        }
    }
}
