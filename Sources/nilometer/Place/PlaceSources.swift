/// From where the parts of a place are known, in words for people.
struct PlaceSources: Sendable, Equatable, Codable {
    var commit: String?
    var branch: String?
    var base: String?
    /// Why there is no commit, and what to do.
    var missing = "This folder is in no git clone with a commit; give --commit SHA, or run it inside the clone."
}
