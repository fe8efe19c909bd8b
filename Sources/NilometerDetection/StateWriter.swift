/// Appends what is kept to bytes.
struct StateWriter {
    private(set) var bytes: [UInt8] = []

    /// A number that is mostly small: seven bits a byte, low first; the high bit says that more follow.
    mutating func append(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// A number of which every bit counts: eight bytes, low first.
    mutating func append(whole number: UInt64) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }
}
