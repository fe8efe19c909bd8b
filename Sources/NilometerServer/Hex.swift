/// Writes bytes in hex.
enum Hex {
    private static let digits = Array("0123456789abcdef")

    /// The two digits of a byte.
    static func text(of byte: UInt8) -> String { String([digits[Int(byte >> 4)], digits[Int(byte & 15)]]) }
}
