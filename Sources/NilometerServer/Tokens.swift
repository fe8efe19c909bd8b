import Crypto
public import Foundation
public import NilometerCore

/// Makes tokens and checks them.
public enum Tokens {
    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")

    /// A new token.
    ///
    /// - Parameters:
    ///   - name: what people call it.
    ///   - scopes: what it may do.
    ///   - project: the one project it is for; nil for all.
    ///   - expiresAt: when it ends; nil for never.
    ///   - now: when it is made.
    ///   - vouched: what its uploads must agree with; nil for a token that people make.
    /// - Returns: the text that is shown once, and what is kept of it.
    public static func make(
        name: String,
        scopes: [AccessToken.Scope],
        project: String?,
        expiresAt: Date?,
        now: Date,
        vouched: Vouched? = nil
    ) -> (text: String, token: AccessToken) {
        var generator = SystemRandomNumberGenerator()
        let random = String((0..<30).map { _ in alphabet[Int.random(in: 0..<62, using: &generator)] })
        let text = "nlm_" + random + checksum(of: random)
        let token = AccessToken(
            id: PublicID.make("tok_", now: now, using: &generator),
            name: name,
            keyID: String(random.prefix(8)),
            digest: digest(of: text),
            scopes: scopes,
            project: project,
            createdAt: now,
            expiresAt: expiresAt,
            vouched: vouched
        )
        return (text, token)
    }

    /// The key id of a well-formed token; nil when its form or checksum is wrong.
    static func keyID(of text: String) -> String? {
        guard text.hasPrefix("nlm_"), text.utf8.count == 40 else { return nil }
        let random = String(text.dropFirst(4).prefix(30))
        return text.hasSuffix(checksum(of: random)) ? String(random.prefix(8)) : nil
    }

    /// SHA-256 of a token, in hex.
    static func digest(of text: String) -> String {
        SHA256.hash(data: Data(text.utf8)).map { Hex.text(of: $0) }.joined()
    }

    /// Whether two texts are equal, in time that does not depend on where they differ.
    static func isSame(_ a: String, _ b: String) -> Bool {
        guard a.utf8.count == b.utf8.count else { return false }
        return zip(a.utf8, b.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func checksum(of text: String) -> String {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in text.utf8 {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
        }
        var rest = Int(~crc)
        var letters: [Character] = []
        for _ in 0..<6 {
            letters.append(alphabet[rest % 62])
            rest /= 62
        }
        return String(letters.reversed())
    }
}
