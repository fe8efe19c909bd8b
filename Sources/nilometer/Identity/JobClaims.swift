import Foundation

/// What the job's own identity token says, for its user to read; nothing is decided by it.
struct JobClaims {
    private let claims: [String: String]

    /// Reads the payload; what is not a text or a number is left out.
    init(of token: String) {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        var text = parts.count == 3 ? String(parts[1]).replacing("-", with: "+").replacing("_", with: "/") : ""
        text += String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        let object = Data(base64Encoded: text).flatMap { try? JSONSerialization.jsonObject(with: $0) } as? [String: Any]
        claims = (object ?? [:]).compactMapValues { $0 as? String ?? ($0 as? Int).map(String.init) }
    }

    /// The issuer and for whom the token is.
    var text: String {
        let audience = claims["aud"].map { ", audience \($0)" } ?? ""
        return TextPlain.of("issuer \(claims["iss"] ?? "unknown")\(audience)")
    }

    /// The command by which a project trusts the job.
    func command(for project: String) -> String {
        let words = ["nilometer trust add --project", project] + options
        return TextPlain.of(words.joined(separator: " "))
    }

    private var options: [String] {
        let issuer = claims["iss"] ?? ""
        if let id = claims["repository_id"], let name = claims["repository"] {
            let suffix = "/_services/token"
            let host = issuer.hasSuffix(suffix) ? ["--host", String(issuer.dropLast(suffix.count))] : []
            return ["--github", name, "--repository-id", id] + host
        }
        if let id = claims["project_id"], let name = claims["project_path"] {
            return ["--gitlab", name, "--project-id", id] + (issuer == "https://gitlab.com" ? [] : ["--host", issuer])
        }
        if let id = claims["organization_id"], let name = claims["organization_slug"],
            let other = claims["pipeline_slug"]
        {
            return ["--buildkite", "\(name)/\(other)", "--organization-id", id]
        }
        if let id = claims["oidc.circleci.com/project-id"] {
            let organisation = issuer.split(separator: "/").last.map(String.init) ?? "ID"
            return ["--circleci", "--organization-id", organisation, "--project-id", id]
        }
        return ["--issuer", issuer, "--claim", "sub=\(claims["sub"] ?? "SUBJECT")"]
    }
}
