/// Writes JSON text value by value, for answers whose columns are too long for an encoder that looks at each value's type.
public struct JSONText: Sendable {
    private static let digits = Array("0123456789abcdef".utf8)
    /// Below it a whole number is exact in a double.
    private static let largestWhole = 9_007_199_254_740_992.0

    /// What was written, UTF-8.
    public private(set) var bytes: [UInt8] = []

    /// Begins with room for so many bytes.
    public init(capacity: Int = 256) { bytes.reserveCapacity(capacity) }

    /// Writes characters of JSON's own, as they are.
    public mutating func raw(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Writes a string with its quotes.
    public mutating func string(_ text: String) {
        var text = text
        bytes.append(UInt8(ascii: "\""))
        text.withUTF8 { buffer in
            if buffer.contains(where: Self.isSpecial) { escaped(buffer) } else { bytes.append(contentsOf: buffer) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func escaped(_ buffer: UnsafeBufferPointer<UInt8>) {
        for byte in buffer {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20:
                raw("\\u00")
                bytes.append(Self.digits[Int(byte >> 4)])
                bytes.append(Self.digits[Int(byte & 15)])
            default: bytes.append(byte)
            }
        }
    }

    /// Writes the shortest number that reads back as the same double; null where it is not finite.
    public mutating func number(_ value: Double) {
        guard value.isFinite else { return raw("null") }
        if value == value.rounded(), value.magnitude < Self.largestWhole, !(value == 0 && value.sign == .minus) {
            return number(Int(value))
        }
        bytes.append(contentsOf: value.description.utf8)
    }

    /// Writes a whole number.
    public mutating func number(_ value: Int) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        let start = bytes.count
        var rest = value.magnitude
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    /// Writes an array, each element by `write`.
    public mutating func array<Element>(_ elements: [Element], _ write: (inout JSONText, Element) -> Void) {
        bytes.append(UInt8(ascii: "["))
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(&self, element)
        }
        bytes.append(UInt8(ascii: "]"))
    }
}
