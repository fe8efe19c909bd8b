/// Why the server did not do what was asked.
public struct ClientError: Error, Equatable, CustomStringConvertible {
    /// Where it failed.
    public enum Kind: Sendable, Equatable {
        /// No answer came.
        case unreachable
        /// The server answered with this status, which is not one of success.
        case refused(status: Int)
        /// The answer came and could not be understood.
        case unreadable
    }

    /// Where it failed.
    public var kind: Kind
    /// The server's stable word for the failure, such as `notFound`.
    public var code: String?
    /// One sentence: what, where, what to do.
    public var detail: String

    /// Makes the error.
    public init(_ kind: Kind, code: String? = nil, detail: String) {
        self.kind = kind
        self.code = code
        self.detail = detail
    }

    /// The status of the answer; nil when there was none or it was one of success.
    public var status: Int? {
        if case .refused(let status) = kind { status } else { nil }
    }

    /// Whether another attempt at the same may succeed: no answer came, or the server is busy, starting or broken.
    public var isPassing: Bool {
        switch kind {
        case .unreachable: true
        case .refused(let status): status == 408 || status == 429 || (500...599).contains(status) && status != 501
        case .unreadable: false
        }
    }

    /// The sentence.
    public var description: String { detail }
}
