/// Takes what is kept from bytes.
struct StateReader {
    /// The bytes are not what was written.
    struct Damage: Error {}

    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Whether all bytes were taken.
    var isAtEnd: Bool { place == bytes.count }

    /// A number that is mostly small.
    mutating func number() throws(Damage) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 64, place < bytes.count {
            let next = bytes[place]
            place += 1
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return value }
            shift += 7
        }
        throw Damage()
    }

    /// A number of which every bit counts.
    mutating func whole() throws(Damage) -> UInt64 {
        guard bytes.count - place >= 8 else { throw Damage() }
        defer { place += 8 }
        return UInt64(littleEndian: bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: UInt64.self) })
    }

    /// How many elements follow: not more than there are bytes.
    mutating func count() throws(Damage) -> Int {
        let count = try Int(from: &self)
        guard count >= 0, count <= bytes.count - place else { throw Damage() }
        return count
    }
}
