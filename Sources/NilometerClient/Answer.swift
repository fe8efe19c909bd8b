public import Foundation
import NilometerAPI

/// What the server answered.
public struct Answer: Sendable {
    /// The status, one of success.
    public let status: Int
    /// When the server says it answered; nil when it does not say.
    public let date: Date?
    /// The body as it came.
    public let body: Data

    /// The body as a value.
    ///
    /// - Throws: `ClientError` `unreadable` when it has another shape.
    public func value<Value: Decodable>(_ type: Value.Type = Value.self) throws(ClientError) -> Value {
        do {
            return try JSONCoding.decoder.decode(type, from: body)
        } catch {
            throw ClientError(
                .unreadable,
                detail: "The server's answer has an unknown shape; use a nilometer of the server's version."
            )
        }
    }
}
