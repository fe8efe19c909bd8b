/// What a caller is told when something could not be done.
public struct NilometerError: Error {
    /// The closed list of kinds of failure.
    public enum Code: String, Sendable, CaseIterable {
        case invalidInput, unreadable, unauthenticated, forbidden, notFound, conflict, tooLarge, unsupportedEncoding
        case badQuery, badMethod, tooSlow, tooOften, busy, storageFull, storageFailed, internalFailure
    }

    /// What kind of failure it is.
    public var code: Code
    /// One sentence, safe to show: what, where, and what to do about it.
    public var message: String
    /// What caused it; logged, never shown.
    public var cause: (any Error)?

    /// Makes the error.
    public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }
}
