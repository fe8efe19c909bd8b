/// The kinds of CI that vouch for their jobs with identity tokens; each names its claims in its own way.
public enum IdentityProvider: String, Sendable, Codable, CaseIterable {
    case github, gitlab, buildkite, circleci, generic
}
