/// Why a storage engine could not do what it was asked.
public enum StoreError: Error {
    /// There is no space; nothing was stored, and reading goes on.
    case full(String)
    /// The disk did not confirm a write: the process must end without closing the database.
    case syncFailed(String)
    /// The database is damaged or the engine failed.
    case failed(String)
    /// Another process holds the database; the text names its pid.
    case locked(String)
    /// The database was written by a newer version.
    case newerSchema(found: Int, known: Int)
}
