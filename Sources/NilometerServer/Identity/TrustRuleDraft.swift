import Foundation
import NilometerCore

/// What an administrator sends of a trust rule, before it is checked.
struct TrustRuleDraft: Decodable, Sendable {
    /// The keys of the JSON object.
    static let keys: Set = ["name", "issuer", "provider", "audience", "claims", "branch", "scopes", "jwks"]
    /// GitHub's issuer; an enterprise may add a path of its own.
    private static let github = "https://token.actions.githubusercontent.com"
    private static let circle = "https://oidc.circleci.com/org/"
    private static let registered: Set = ["iss", "aud", "exp", "iat", "nbf", "jti"]
    private static let mostClaims = 20

    var name: String
    var issuer: String
    var provider: String?
    var audience: String?
    var claims: [String: String]
    var branch: String?
    var scopes: [String]?
    var jwks: String?

    /// The rule that the draft describes.
    ///
    /// - Throws: `NilometerError` `invalidInput`, with what is missing and where it is found.
    func rule(in project: Project, id: String, at now: Date) async throws(NilometerError) -> TrustRule {
        guard (1...100).contains(name.utf8.count), !name.utf8.contains(where: { $0 < 0x20 }) else {
            throw Self.refusal("The name must have 1 to 100 bytes and no control characters.")
        }
        try checkIssuer()
        let provider = try kind()
        try checkClaims(provider)
        try await checkKeys()
        let wanted = scopes ?? ["upload", "read"]
        let known = wanted.compactMap(AccessToken.Scope.init).filter { $0 == .upload || $0 == .read }
        guard known.count == wanted.count, !known.isEmpty, Set(known).count == known.count else {
            throw Self.refusal("The scopes of a trust rule must be upload, read or both, each once.")
        }
        guard audience.map({ (1...500).contains($0.utf8.count) }) ?? true,
            branch.map({ (1...200).contains($0.utf8.count) }) ?? true
        else { throw Self.refusal("The audience has 1 to 500 bytes, the branch 1 to 200; leave out what is empty.") }
        return TrustRule(
            id: id,
            project: project.slug,
            name: name,
            provider: provider,
            issuer: issuer,
            audience: audience ?? (provider == .circleci ? String(issuer.dropFirst(Self.circle.count)) : nil),
            claims: claims,
            branch: branch,
            scopes: known,
            keys: jwks,
            createdAt: now
        )
    }

    private func checkIssuer() throws(NilometerError) {
        guard let url = URL(string: issuer), let scheme = url.scheme, ["http", "https"].contains(scheme),
            let host = url.host(), !host.isEmpty, url.user() == nil, url.query() == nil, url.fragment() == nil,
            issuer.utf8.count <= 500
        else {
            throw Self.refusal(
                "The issuer must be an https address without user, query or fragment, of at most 500 bytes."
            )
        }
    }

    /// How the issuer names its claims: known from its address, else as the draft says, else from the claims it asks for.
    private func kind() throws(NilometerError) -> IdentityProvider {
        let given = provider.map { IdentityProvider(rawValue: $0) }
        if let given, given == nil {
            let all = IdentityProvider.allCases.map(\.rawValue).joined(separator: ", ")
            throw Self.refusal("The provider “\(provider?.prefix(40) ?? "")” is unknown; use one of \(all).")
        }
        let pinned: IdentityProvider? =
            if issuer == Self.github || issuer.hasPrefix(Self.github + "/") || issuer.contains("/_services/token") {
                .github
            } else if issuer == "https://agent.buildkite.com" {
                .buildkite
            } else if issuer.hasPrefix(Self.circle) {
                .circleci
            } else if issuer == "https://gitlab.com" {
                .gitlab
            } else { nil }
        if let pinned, let given, given != pinned {
            throw Self.refusal("The issuer “\(issuer)” is one of \(pinned.rawValue); leave the provider out.")
        }
        if let kind = pinned ?? given ?? nil { return kind }
        if claims["repository_id"] != nil || claims["repository_owner_id"] != nil { return .github }
        if claims["project_id"] != nil || claims["namespace_id"] != nil { return .gitlab }
        return .generic
    }

    private func checkClaims(_ provider: IdentityProvider) throws(NilometerError) {
        guard claims.count <= Self.mostClaims,
            claims.allSatisfy({ (1...200).contains($0.key.utf8.count) && (1...500).contains($0.value.utf8.count) })
        else {
            throw Self.refusal("A rule has at most 20 claims, with names of 1 to 200 and values of 1 to 500 bytes.")
        }
        switch provider {
        case .github:
            try need(
                anyOf: ["repository_id", "repository_owner_id"],
                as: "a number",
                "names can be given to others, numbers cannot; “gh api repos/OWNER/NAME --jq .id” prints it",
                \.isNumber
            )
        case .gitlab:
            try need(
                anyOf: ["project_id", "namespace_id"],
                as: "a number",
                "names can be given to others, numbers cannot; it stands under the project's name on its page",
                \.isNumber
            )
        case .buildkite:
            try need(
                anyOf: ["organization_id"],
                as: "an id without * and ?",
                "all organisations share the issuer; it stands in the organisation's settings",
                \.isPlain
            )
            try need(
                anyOf: ["pipeline_id", "pipeline_slug"],
                as: "an id or slug without * and ?",
                "a rule is for the jobs of one pipeline",
                \.isPlain
            )
        case .circleci:
            try need(
                anyOf: ["oidc.circleci.com/project-id"],
                as: "an id without * and ?",
                "all projects of an organisation share the issuer; it stands in the project's settings",
                \.isPlain
            )
        case .generic:
            guard claims.contains(where: { !Self.registered.contains($0.key) && $0.value.isTelling }) else {
                throw Self.refusal(
                    "A rule for this issuer needs at least one claim that tells its jobs apart, such as sub: else every "
                        + "job of the issuer could upload."
                )
            }
        }
    }

    private func need(
        anyOf names: [String],
        as form: String,
        _ hint: String,
        _ fits: (String) -> Bool
    ) throws(NilometerError) {
        let given = names.filter { claims[$0] != nil }
        guard !given.isEmpty else {
            throw Self.refusal("The claims need \(names.joined(separator: " or ")): \(hint).")
        }
        guard given.allSatisfy({ claims[$0].map(fits) ?? false }) else {
            throw Self.refusal("The claim \(given[0]) must be \(form): \(hint).")
        }
    }

    private func checkKeys() async throws(NilometerError) {
        guard let jwks else { return }
        guard jwks.utf8.count <= 65_536 else { throw Self.refusal("The jwks has more than 65536 bytes.") }
        do { _ = try await IssuerKeys(Array(jwks.utf8)) } catch {
            throw Self.refusal(
                "The jwks cannot be used: \(error.detail); send {\"keys\": […]} with public keys as text."
            )
        }
    }

    private static func refusal(_ sentence: String) -> NilometerError { NilometerError(.invalidInput, sentence) }
}

extension String {
    /// Whether it is a number as issuers write ids.
    fileprivate var isNumber: Bool { !isEmpty && utf8.allSatisfy { (0x30...0x39).contains($0) } }
    /// Whether it is a value and no pattern.
    fileprivate var isPlain: Bool { !contains("*") && !contains("?") }
    /// Whether it is more than “anything”.
    fileprivate var isTelling: Bool { contains { $0 != "*" && $0 != "?" } }
}
