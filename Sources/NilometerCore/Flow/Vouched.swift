/// What an issuer vouches for of the job that holds a token; runs that are uploaded with the token must agree with it.
public struct Vouched: Sendable, Equatable, Codable {
    /// The id of the trust rule by which the token was given.
    public var rule: String
    /// The repository or job, for people.
    public var subject: String
    /// The only commit that runs may be of; nil where the issuer does not say.
    public var commit: String?
    /// The only branches that runs may be of; nil where the issuer does not say.
    public var branches: [String]?
    /// The pattern that the rule asks of branches; nil for any.
    public var pattern: String?
    /// Whether runs may be of the project's default branch: never for change requests, tags and the work of others.
    public var mayBeDefault: Bool
    /// The one commit that runs of the default branch may be of, where the job speaks for the work of others, too.
    public var defaultCommit: String?
    /// Whether the issuer says for which change request the job runs, or that it runs for none.
    public var knowsChangeRequest: Bool
    /// The change request, where there is one and it is known.
    public var changeRequest: Int?
    /// The CI's own id of its run; nil where the issuer does not say.
    public var run: String?

    /// Makes a binding that allows any branch but the default one.
    public init(
        rule: String,
        subject: String,
        commit: String? = nil,
        branches: [String]? = nil,
        pattern: String? = nil,
        mayBeDefault: Bool = false,
        defaultCommit: String? = nil,
        knowsChangeRequest: Bool = false,
        changeRequest: Int? = nil,
        run: String? = nil
    ) {
        self.rule = rule
        self.subject = subject
        self.commit = commit
        self.branches = branches
        self.pattern = pattern
        self.mayBeDefault = mayBeDefault
        self.defaultCommit = defaultCommit
        self.knowsChangeRequest = knowsChangeRequest
        self.changeRequest = changeRequest
        self.run = run
    }
}
