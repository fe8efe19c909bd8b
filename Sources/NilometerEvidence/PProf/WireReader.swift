import NilometerCore

/// Reads the fields of one protocol-buffer message without copying it.
///
/// Source: the wire format of protocol buffers, versions 2 and 3. Groups, which no profile has, are refused.
struct WireReader {
    /// One field's value.
    enum Value {
        case varint(UInt64)
        case bytes(Range<Int>)
        /// A number of 32 or 64 bits, which no field of a profile is.
        case fixed
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var place: Int
    private let end: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        self.bytes = bytes
        place = range.lowerBound
        end = range.upperBound
    }

    /// The next field's number and value; nil at the end.
    ///
    /// - Throws: `FormatError` where the message is cut or is not one.
    mutating func next() throws(FormatError) -> (field: UInt64, value: Value)? {
        guard place < end else { return nil }
        let key = try varint()
        switch key & 7 {
        case 0: return (key >> 3, .varint(try varint()))
        case 1: return (key >> 3, try skip(8))
        case 2:
            let count = try varint()
            guard count <= UInt64(end - place) else { throw Self.cut }
            let range = place..<(place + Int(count))
            place = range.upperBound
            return (key >> 3, .bytes(range))
        case 5: return (key >> 3, try skip(4))
        default: throw FormatError(reason: "This is not a profile: a field at byte \(place) has no type that is known.")
        }
    }

    /// The next number, to the end of a packed field.
    mutating func nextPacked() throws(FormatError) -> UInt64? { place < end ? try varint() : nil }

    private mutating func skip(_ count: Int) throws(FormatError) -> Value {
        guard count <= end - place else { throw Self.cut }
        place += count
        return .fixed
    }

    private mutating func varint() throws(FormatError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while place < end {
            let byte = bytes[place]
            place += 1
            // The tenth byte has one bit only.
            guard shift < 63 || byte <= 1 else { break }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
            shift += 7
            guard shift < 70 else { break }
        }
        throw Self.cut
    }

    static let cut = FormatError(reason: "The profile is cut or damaged: a field reaches past its end; make it again.")
}
