/// What became of a run that was given to a store.
public enum Appended: Sendable, Equatable {
    /// It is durable under its own id; the warnings include those the store added, such as `place-assumed`.
    case stored(StoredRun)
    /// The same key and digest were there already: the first run.
    case repeated(StoredRun)
    /// The key is there with another digest.
    case conflict(firstRun: String)
    /// The project does not exist.
    case unknownProject
    /// It could not be stored; the others of the group are.
    case refused(String)
}
