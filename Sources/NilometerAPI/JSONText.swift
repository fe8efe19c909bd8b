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
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
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
        bytes.append(UInt8(ascii: "\""))
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
    public mutating func number(_ value: Int) { bytes.append(contentsOf: value.description.utf8) }

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
