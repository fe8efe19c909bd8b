import NIOHTTP1
import NilometerAPI

/// GitHub, and Gitea and Forgejo, whose comments and statuses have the same addresses.
public struct GitHub: Forge {
    /// Which of them it is.
    public enum Kind: Sendable {
        /// GitHub, which has checks.
        case github
        /// Gitea or Forgejo, which have none.
        case gitea
    }

    /// The most pages of a hundred comments that are read.
    private static let mostPages = 100

    /// What people call it.
    public var name: String { kind == .github ? "GitHub" : "Gitea" }
    private let client: ForgeClient
    private let kind: Kind
    private let repository: String
    private let logins: Set<String>

    /// Makes it.
    ///
    /// - Parameters:
    ///   - client: asks the API.
    ///   - kind: which of them it is.
    ///   - repository: `owner/name`.
    ///   - logins: the names under which the token writes, where they are known; the API is asked for them otherwise.
    public init(client: ForgeClient, kind: Kind, repository: String, logins: Set<String> = []) {
        self.client = client
        self.kind = kind
        self.repository = repository.split(separator: "/").map { Route(String($0)).text }.joined(separator: "/")
        self.logins = logins
    }

    private struct User: Decodable {
        var login: String
        var type: String?
    }

    private struct Note: Decodable {
        var id: Int
        var body: String?
        var user: User?
    }

    private struct Text: Codable { var body: String }

    /// The comments of the token's own user.
    ///
    /// A token of an app cannot ask who it is: then those of all bots.
    public func ownNotes(on changeRequest: Int) async throws -> [ForgeNote] {
        let own = try await ownLogins()
        var notes: [ForgeNote] = []
        for page in 1...Self.mostPages {
            let answer = try await explained("read the comments of") {
                try await client.call(.GET, "\(issue(changeRequest))/comments?per_page=100&page=\(page)")
            }
            for note in try answer.value([Note].self) {
                let isOwn = note.user.map { own?.contains($0.login) ?? ($0.type == "Bot") } ?? false
                if isOwn { notes.append(ForgeNote(id: note.id, text: note.body ?? "")) }
            }
            if !answer.hasNextPage { break }
        }
        return notes.sorted { $0.id < $1.id }
    }

    /// Adds a comment.
    public func add(_ text: String, to changeRequest: Int) async throws {
        _ = try await explained("comment on") {
            try await client.call(.POST, "\(issue(changeRequest))/comments", Text(body: text), again: .unsafe)
        }
    }

    /// Changes the text of a comment.
    public func edit(_ note: ForgeNote, of changeRequest: Int, to text: String) async throws {
        _ = try await explained("comment on") {
            try await client.call(.PATCH, "repos/\(repository)/issues/comments/\(note.id)", Text(body: text))
        }
    }

    /// Deletes a comment.
    public func delete(_ note: ForgeNote, of changeRequest: Int) async throws {
        do {
            _ = try await client.call(.DELETE, "repos/\(repository)/issues/comments/\(note.id)")
        } catch let error as ClientError where error.status == 404 {}
    }

    /// The commit at the head of a change request.
    public func head(of changeRequest: Int) async throws -> String? {
        struct ChangeRequest: Decodable {
            struct Head: Decodable { var sha: String }
            var head: Head
        }
        let path = "repos/\(repository)/pulls/\(changeRequest)"
        return try await client.call(.GET, path).value(ChangeRequest.self).head.sha
    }

    /// Sets a check where the token may, which can be neutral, and a status otherwise, which is pending instead.
    public func set(_ status: ForgeStatus, on commit: String) async throws -> String? {
        if kind == .github, try await GitHubCheck(client: client, repository: repository).set(status, on: commit) {
            return nil
        }
        let state =
            switch status.state {
            case .success: "success"
            case .failure: "failure"
            case .error: "error"
            case .neutral: kind == .github ? "pending" : "warning"
            }
        _ = try await explained("set the status of a commit of") {
            try await client.call(
                .POST,
                "repos/\(repository)/statuses/\(Route(commit).text)",
                Status(state: state, context: status.name, description: status.description, target_url: status.link)
            )
        }
        guard status.state == .neutral, kind == .github else { return nil }
        return
            "A status of GitHub cannot be neutral, so that it is pending; with “checks: write” it is a neutral check."
    }

    private struct Status: Encodable {
        var state: String
        var context: String
        var description: String
        var target_url: String?
    }

    private func issue(_ number: Int) -> String { "repos/\(repository)/issues/\(number)" }

    /// The names under which the token writes; nil where that cannot be found out.
    private func ownLogins() async throws -> Set<String>? {
        guard logins.isEmpty else { return logins }
        do {
            return [try await client.call(.GET, "user").value(User.self).login]
        } catch let error as ClientError where error.status == 403 || error.status == 404 {
            return nil
        }
    }

    private func explained(_ what: String, _ call: () async throws -> ForgeAnswer) async throws -> ForgeAnswer {
        do { return try await call() } catch let error as ClientError {
            let advice: String
            switch error.status {
            case 401: advice = " The token is not known there or has expired."
            case 403, 404:
                advice =
                    " The job's token may not \(what) \(repository); it needs the permissions “pull-requests: write” and "
                    + "“statuses: write” or “checks: write”, which the job of a fork never has."
            default: throw error
            }
            throw ClientError(error.kind, code: error.code, detail: error.detail + advice)
        }
    }
}
