public import Foundation

/// Makes the ids that leave the engine: a prefix and base32 of a UUIDv7 or of a digest.
public enum PublicID {
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// A new id, sortable by time: `prefix` followed by 26 characters.
    ///
    /// - Parameters:
    ///   - prefix: such as `run_`.
    ///   - now: the time that goes into the id, in milliseconds.
    ///   - generator: the source of the 74 random bits.
    /// - Returns: the id.
    public static func make(
        _ prefix: String,
        now: Date,
        using generator: inout some RandomNumberGenerator
    ) -> String {
        let milliseconds = UInt64(max(0, now.timeIntervalSince1970 * 1000))
        var bytes = [UInt8](repeating: 0, count: 16)
        for index in 0..<6 { bytes[index] = UInt8(truncatingIfNeeded: milliseconds >> UInt64(40 - 8 * index)) }
        for index in 6..<16 { bytes[index] = UInt8.random(in: 0...255, using: &generator) }
        bytes[6] = 0x70 | (bytes[6] & 0x0F)
        bytes[8] = 0x80 | (bytes[8] & 0x3F)
        return prefix + base32(bytes)
    }

    /// Crockford's base32 in lower case, without padding.
    public static func base32(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for byte in bytes {
            buffer = (buffer << 8) | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[Int((buffer >> UInt32(bits)) & 31)])
            }
            buffer &= (1 << UInt32(bits)) - 1
        }
        if bits > 0 { text.append(alphabet[Int((buffer << UInt32(5 - bits)) & 31)]) }
        return String(decoding: text, as: UTF8.self)
    }
}
