import ArgumentParser
import Foundation
import NilometerCore

/// Which jobs are to be trusted, as people say it.
struct TrustOptions: ParsableArguments {
    /// What is sent of a rule.
    struct Draft: Encodable, Equatable {
        var name: String
        var issuer: String
        var provider: IdentityProvider
        var audience: String?
        var claims: [String: String]
        var branch: String?
        var scopes: [String]?
        var jwks: String?
    }

    @Option(help: "The GitHub repository, OWNER/NAME; needs --repository-id.")
    var github: String?
    @Option(help: "The number of the GitHub repository, which nobody else can be given.")
    var repositoryID: String?
    @Option(help: "The GitLab project, GROUP/NAME; needs --project-id.")
    var gitlab: String?
    @Option(help: "The id of the project at GitLab or CircleCI.")
    var projectID: String?
    @Option(help: "The Buildkite pipeline, ORGANIZATION/PIPELINE; needs --organization-id.")
    var buildkite: String?
    @Flag(help: "A project of CircleCI; needs --organization-id and --project-id.")
    var circleci = false
    @Option(help: "The id of the organization at Buildkite or CircleCI.")
    var organizationID: String?
    @Option(help: "The address of your own GitHub or GitLab, such as https://gitlab.example.")
    var host: String?
    @Option(help: "The address of another issuer, exactly as its tokens name it.")
    var issuer: String?
    @Option(help: "A claim that must hold, NAME=VALUE, where VALUE may have * and ?; repeatable.")
    var claim: [String] = []
    @Option(help: "Whom tokens must be for; the server's own address unless given.")
    var audience: String?
    @Option(help: "Only these branches, such as main or 'release/*'; those that the token names unless given.")
    var branch: String?
    @Option(help: "upload, read or both, repeatable; both unless given.")
    var scope: [AccessToken.Scope] = []
    @Option(help: "A file with the issuer's key set, where the server cannot reach it.", completion: .file())
    var jwks: String?
    @Option(help: "What people call the rule.")
    var name: String?

    func validate() throws {
        let kinds = [github != nil, gitlab != nil, buildkite != nil, circleci, issuer != nil].filter(\.self)
        guard kinds.count == 1 else {
            throw ValidationError("Give one of --github, --gitlab, --buildkite, --circleci and --issuer.")
        }
        if let github {
            guard Self.isPair(github) else { throw ValidationError("--github is OWNER/NAME, such as octo/parser.") }
            guard let id = repositoryID else {
                throw ValidationError(
                    "--github needs --repository-id N, because a name can be given to others; “gh api repos/\(github) --jq .id”"
                        + " prints it."
                )
            }
            guard Self.isNumber(id) else { throw ValidationError("--repository-id is a number.") }
        }
        if gitlab != nil {
            guard let id = projectID, Self.isNumber(id) else {
                throw ValidationError(
                    "--gitlab needs --project-id N, because a name can be given to others; it stands on the project's page."
                )
            }
        }
        if let buildkite {
            guard Self.isPair(buildkite), organizationID != nil else {
                throw ValidationError(
                    "--buildkite is ORGANIZATION/PIPELINE and needs --organization-id, which stands in its settings."
                )
            }
        }
        if circleci, organizationID == nil || projectID == nil {
            throw ValidationError("--circleci needs --organization-id and --project-id, which stand in their settings.")
        }
        if let wrong = claim.first(where: { Self.pair($0) == nil }) {
            throw ValidationError("--claim “\(wrong)” is not NAME=VALUE.")
        }
        if host != nil, github == nil && gitlab == nil {
            throw ValidationError("--host goes with --github or --gitlab.")
        }
    }

    /// What is sent to the server.
    ///
    /// - Throws: `CommandError` when the file of keys cannot be read.
    func draft() throws(CommandError) -> Draft {
        var draft = drafted
        for pair in claim.compactMap(Self.pair) { draft.claims[pair.name] = pair.value }
        draft.name = name ?? draft.name
        draft.audience = audience
        draft.branch = branch
        draft.scopes = scope.isEmpty ? nil : scope.map(\.rawValue)
        if let jwks {
            guard let data = FileManager.default.contents(atPath: jwks),
                let text = String(validating: data, as: UTF8.self)
            else { throw .failed("The key set “\(jwks)” could not be read; check that it is a file of JSON.") }
            draft.jwks = text
        }
        return draft
    }

    /// The rule without what is said beside the CI.
    private var drafted: Draft {
        let top = host.map { String($0.reversed().drop { $0 == "/" }.reversed()) }
        if let github {
            return Draft(
                name: "GitHub \(github)",
                issuer: top.map { $0 + "/_services/token" } ?? "https://token.actions.githubusercontent.com",
                provider: .github,
                claims: ["repository_id": repositoryID ?? ""]
            )
        }
        if let gitlab {
            return Draft(
                name: "GitLab \(gitlab)",
                issuer: top ?? "https://gitlab.com",
                provider: .gitlab,
                claims: ["project_id": projectID ?? ""]
            )
        }
        if let buildkite {
            let slug = buildkite.split(separator: "/").last.map(String.init) ?? buildkite
            return Draft(
                name: "Buildkite \(buildkite)",
                issuer: "https://agent.buildkite.com",
                provider: .buildkite,
                claims: ["organization_id": organizationID ?? "", "pipeline_slug": slug]
            )
        }
        if circleci {
            return Draft(
                name: "CircleCI \(projectID ?? "")",
                issuer: "https://oidc.circleci.com/org/\(organizationID ?? "")",
                provider: .circleci,
                claims: ["oidc.circleci.com/project-id": projectID ?? ""]
            )
        }
        let issuer = issuer ?? ""
        return Draft(name: issuer, issuer: issuer, provider: .generic, claims: [:])
    }

    private static func isPair(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
    }

    private static func isNumber(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func pair(_ text: String) -> (name: String, value: String)? {
        guard let place = text.firstIndex(of: "="), place != text.startIndex else { return nil }
        return (String(text[..<place]), String(text[text.index(after: place)...]))
    }
}
