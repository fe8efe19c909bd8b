/// The body that webhooks receive.
public struct AlertEventView: Codable, Sendable {
    /// Such as `alert.opened`.
    public var type: String
    /// When it happened.
    public var timestamp: String
    /// What happened.
    public var data: Content

    /// What an event is about.
    public struct Content: Codable, Sendable {
        /// The project's slug.
        public var project: String?
        /// The alert; absent in a test.
        public var alert: AlertView?
        /// Where people can look at it.
        public var url: String
    }

    /// Makes a body.
    public init(type: String, timestamp: String, project: String?, alert: AlertView?, url: String) {
        self.type = type
        self.timestamp = timestamp
        data = Content(project: project, alert: alert, url: url)
    }
}
