import NIOHTTP1
import NilometerAPI

/// The check of a commit on GitHub, which can be neutral and shows the whole answer; only apps and job tokens may set one.
struct GitHubCheck {
    let client: ForgeClient
    /// `owner/name`, percent-encoded.
    let repository: String

    private struct Listing: Decodable {
        struct Run: Decodable {
            var id: Int
            var external_id: String?
        }
        var check_runs: [Run]
    }

    private struct Check: Encodable {
        struct Output: Encodable {
            var title: String
            var summary: String
        }
        var name: String
        var head_sha: String?
        var external_id: String
        var details_url: String?
        var status = "completed"
        var conclusion: String
        var output: Output
    }

    /// Makes the check of this name, or changes the one that is there; false where the token may not.
    ///
    /// - Throws: `ClientError` for every other failure.
    func set(_ status: ForgeStatus, on commit: String) async throws -> Bool {
        let conclusion =
            switch status.state {
            case .success: "success"
            case .failure, .error: "failure"
            case .neutral: "neutral"
            }
        var check = Check(
            name: status.name,
            head_sha: commit,
            external_id: status.name,
            details_url: status.link,
            conclusion: conclusion,
            output: Check.Output(title: status.description, summary: status.summary)
        )
        let named = Route("commits", commit, "check-runs", query: ["check_name": status.name, "per_page": "100"]).text
        do {
            let listing = try await client.call(.GET, "repos/\(repository)/\(named)").value(Listing.self)
            let own = listing.check_runs.filter { $0.external_id == status.name }.map(\.id).max()
            guard let own else {
                _ = try await client.call(.POST, "repos/\(repository)/check-runs", check, again: .unsafe)
                return true
            }
            check.head_sha = nil
            _ = try await client.call(.PATCH, "repos/\(repository)/check-runs/\(own)", check)
            return true
        } catch let error as ClientError where error.status == 403 || error.status == 404 {
            return false
        }
    }
}
