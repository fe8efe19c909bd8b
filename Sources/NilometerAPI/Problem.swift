/// A failure as RFC 9457 writes it.
public struct Problem: Codable, Sendable {
    /// A URI; `about:blank`.
    public var type: String
    /// The kind of failure.
    public var title: String
    /// The HTTP status.
    public var status: Int
    /// One sentence: what, where, what to do.
    public var detail: String
    /// The path that was asked for.
    public var instance: String?
    /// A stable word for programs.
    public var code: String
    /// The request's id, by which the operator finds it in the log.
    public var requestID: String?

    private enum CodingKeys: String, CodingKey {
        case type, title, status, detail, instance, code
        case requestID = "requestId"
    }

    /// Makes a problem.
    public init(
        type: String,
        title: String,
        status: Int,
        detail: String,
        instance: String?,
        code: String,
        requestID: String? = nil
    ) {
        self.type = type
        self.title = title
        self.status = status
        self.detail = detail
        self.instance = instance
        self.code = code
        self.requestID = requestID
    }
}
