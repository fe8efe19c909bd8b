import Foundation
public import NilometerCore

extension Envelope.Part {
    /// The most bytes that a part may inflate to.
    public static let mostBytes = 64 * 1_048_576

    /// The content, decoded.
    ///
    /// - Throws: `NilometerError` `unreadable` for a bad encoding, `tooLarge` past the limit.
    public func bytes() throws(NilometerError) -> [UInt8] {
        let label = name ?? "report"
        switch encoding ?? "utf8" {
        case "utf8": return Array(content.utf8)
        case "base64", "gzip+base64":
            guard let data = Data(base64Encoded: content) else {
                throw NilometerError(.unreadable, "The content of “\(label)” is not base64; encode it again.")
            }
            return encoding == "base64" ? Array(data) : try Inflate.gzip(Array(data), limit: Self.mostBytes)
        default:
            throw NilometerError(.unreadable, "The encoding of “\(label)” must be utf8, base64 or gzip+base64.")
        }
    }
}
