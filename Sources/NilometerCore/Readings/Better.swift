/// Which direction of a metric is an improvement.
public enum Better: String, Sendable, Codable, CaseIterable {
    case lower, higher, unknown
}
