import Crypto
import Foundation

/// Signatures as Standard Webhooks defines them.
public enum WebhookSignature {
    /// The `webhook-signature` header: `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64; nil for a bad secret.
    ///
    /// - Parameters:
    ///   - secret: `whsec_` and base64.
    ///   - id: the message's id, without a dot.
    ///   - timestamp: Unix seconds of the attempt.
    ///   - body: the bytes that are sent.
    /// - Returns: the header; nil for a bad secret.
    public static func header(secret: String, id: String, timestamp: Int, body: String) -> String? {
        guard secret.hasPrefix("whsec_"), let key = Data(base64Encoded: String(secret.dropFirst(6))),
            !key.isEmpty
        else { return nil }
        let signed = Data("\(id).\(timestamp).\(body)".utf8)
        let code = HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: key))
        return "v1," + Data(code).base64EncodedString()
    }

    /// A new secret of 32 random bytes.
    public static func makeSecret() -> String {
        let key = SymmetricKey(size: .bits256)
        return "whsec_" + key.withUnsafeBytes { Data($0) }.base64EncodedString()
    }
}
