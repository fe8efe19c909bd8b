public import Foundation

/// One exchange of an identity token, and how often that token may be exchanged.
public struct IdentityUse: Sendable, Equatable {
    /// SHA-256 of what makes the identity token the one it is, in hex.
    public var digest: String
    /// When it is exchanged.
    public var at: Date
    /// When the identity token is no longer taken, and the use may be forgotten.
    public var endsAt: Date
    /// The most times that it may be exchanged.
    public var most: Int
    /// How long after the first time it may be exchanged again, in seconds.
    public var window: TimeInterval

    /// Makes a use.
    public init(digest: String, at: Date, endsAt: Date, most: Int, window: TimeInterval) {
        self.digest = digest
        self.at = at
        self.endsAt = endsAt
        self.most = most
        self.window = window
    }
}
