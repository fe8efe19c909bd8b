import Foundation

/// Times as HTTP headers write them.
enum HTTPDate {
    /// The time of a text such as `Sun, 06 Nov 1994 08:49:37 GMT`; nil for other forms.
    static func date(_ text: String) -> Date? {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return formatter.date(from: text)
    }
}
