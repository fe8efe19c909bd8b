import Crypto
import Foundation
public import NilometerCore

/// The key under which webhook secrets are kept: AES-256-GCM, bound to the webhook they are of.
public struct MasterKey: Sendable {
    /// Names the key in every row that it sealed: the first 8 bytes of a digest of it, in hex.
    public let id: String
    private let key: SymmetricKey

    /// Makes a key of 32 bytes; nil for any other count.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        key = SymmetricKey(data: bytes)
        let digest = SHA256.hash(data: Data("nilometer master key".utf8) + Data(bytes))
        id = digest.prefix(8).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    /// A new key.
    public static func make() -> (key: MasterKey, bytes: [UInt8]) {
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        guard let key = MasterKey(bytes: bytes) else { preconditionFailure("A key of 256 bits has 32 bytes.") }
        return (key, bytes)
    }

    /// Seals a secret for one webhook.
    ///
    /// - Parameters:
    ///   - text: the secret.
    ///   - webhook: the public id of the webhook; a row that is copied to another webhook cannot be opened.
    /// - Returns: what is kept.
    /// - Throws: `NilometerError` when the text cannot be sealed.
    public func seal(_ text: String, for webhook: String) throws(NilometerError) -> WebhookSecret {
        do {
            let box = try AES.GCM.seal(Data(text.utf8), using: key, authenticating: Data(webhook.utf8))
            guard let combined = box.combined else {
                throw NilometerError(.internalFailure, "The webhook's secret could not be sealed; try again.")
            }
            return WebhookSecret(sealed: combined.base64EncodedString(), keyID: id)
        } catch {
            throw NilometerError(
                .internalFailure,
                "The webhook's secret could not be sealed; try again.",
                cause: error
            )
        }
    }

    /// The secret in the clear; nil when another key sealed it, or it was changed, or it is another webhook's.
    public func open(_ secret: WebhookSecret, for webhook: String) -> String? {
        guard secret.keyID == id, let data = Data(base64Encoded: secret.sealed) else { return nil }
        do {
            let box = try AES.GCM.SealedBox(combined: data)
            let text = try AES.GCM.open(box, using: key, authenticating: Data(webhook.utf8))
            return String(bytes: text, encoding: .utf8)
        } catch { return nil }
    }
}
