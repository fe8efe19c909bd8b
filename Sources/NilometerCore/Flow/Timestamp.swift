public import Foundation

/// Times as RFC 3339 writes them.
public enum Timestamp {
    /// The time that a text names; nil when it is not RFC 3339 with seconds and a zone.
    public static func date(_ text: String) -> Date? {
        if let date = try? Date(text, strategy: .iso8601) { return date }
        return try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    /// The time in UTC, with milliseconds.
    public static func text(_ date: Date) -> String {
        date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}
