import NilometerCore

/// Takes numbers from bytes, little-endian; a read past the end is damage, not a crash.
struct ByteReader {
    private let bytes: [UInt8]
    private var place: Int
    private let end: Int

    init(_ bytes: [UInt8], from start: Int = 0, to end: Int? = nil) {
        self.bytes = bytes
        place = start
        self.end = min(end ?? bytes.count, bytes.count)
    }

    static var damage: StoreError { .failed("A stored blob is damaged; run “nilometerd check” to see which runs.") }

    private mutating func need(_ count: Int) throws(StoreError) {
        guard count >= 0, count <= end - place else { throw Self.damage }
    }

    mutating func byte() throws(StoreError) -> UInt8 {
        try need(1)
        defer { place += 1 }
        return bytes[place]
    }

    mutating func word() throws(StoreError) -> UInt32 {
        try need(4)
        defer { place += 4 }
        return (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << UInt32(8 * $1) }
    }

    mutating func double() throws(StoreError) -> Double {
        try need(8)
        let pattern = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: UInt64.self) }
        place += 8
        return Double(bitPattern: UInt64(littleEndian: pattern))
    }

    mutating func varint() throws(StoreError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 64 {
            let next = try byte()
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return value }
            shift += 7
        }
        throw Self.damage
    }

    mutating func zigzag() throws(StoreError) -> Int64 {
        let value = try varint()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// A count that what follows must be able to bear: at most `limit`.
    mutating func count(atMost limit: Int) throws(StoreError) -> Int {
        guard let value = Int(exactly: try varint()), value <= limit else { throw Self.damage }
        return value
    }

    mutating func take(_ count: Int) throws(StoreError) -> ArraySlice<UInt8> {
        try need(count)
        defer { place += count }
        return bytes[place..<(place + count)]
    }

    var rest: ArraySlice<UInt8> { bytes[place..<end] }
}
