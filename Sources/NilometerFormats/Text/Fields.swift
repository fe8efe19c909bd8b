/// Splits lines of bytes at blanks, as Unicode has them.
enum Fields {
    /// The parts of a line between blanks.
    static func ranges(in bytes: [UInt8], _ line: Range<Int>) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var index = line.lowerBound
        while index < line.upperBound {
            let blank = blankLength(in: bytes, at: index, before: line.upperBound)
            if blank > 0 {
                index += blank
                continue
            }
            let start = index
            while index < line.upperBound, blankLength(in: bytes, at: index, before: line.upperBound) == 0 {
                index += 1
            }
            found.append(start..<index)
        }
        return found
    }

    /// How many bytes the blank at a place has; 0 where none stands.
    static func blankLength(in bytes: [UInt8], at index: Int, before end: Int) -> Int {
        let byte = bytes[index]
        if byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) { return 1 }
        guard byte == 0xC2 || (byte >= 0xE1 && byte <= 0xE3) else { return 0 }
        if byte == 0xC2 {
            return index + 1 < end && (bytes[index + 1] == 0x85 || bytes[index + 1] == 0xA0) ? 2 : 0
        }
        guard index + 2 < end else { return 0 }
        switch (byte, bytes[index + 1], bytes[index + 2]) {
        case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8), (0xE2, 0x80, 0xA9),
            (0xE2, 0x80, 0xAF), (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80):
            return 3
        default: return 0
        }
    }

    /// The number that a field is, as Go's `ParseFloat` reads it; infinite beyond the doubles.
    static func number(in bytes: [UInt8], _ field: Range<Int>) -> Double? {
        var digits: UInt64 = 0
        var exponent = 0
        var isPlain = field.count <= 17
        var hasPoint = false
        if isPlain {
            for byte in bytes[field] {
                if byte &- 0x30 < 10 {
                    digits = digits &* 10 &+ UInt64(byte &- 0x30)
                    if hasPoint { exponent += 1 }
                } else if byte == UInt8(ascii: "."), !hasPoint {
                    hasPoint = true
                } else {
                    isPlain = false
                    break
                }
            }
        }
        if isPlain, digits <= 1 << 53, field.count > (hasPoint ? 1 : 0) { return Double(digits) / powers[exponent] }
        return Double(text(in: bytes, field))
    }

    private static let powers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    ]

    /// The text of a part of the bytes; bad UTF-8 is repaired.
    static func text(in bytes: [UInt8], _ range: Range<Int>) -> String {
        bytes.withUnsafeBufferPointer { String(decoding: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self) }
    }

    /// Whether a part of the bytes begins with a word.
    static func begins(_ bytes: [UInt8], _ range: Range<Int>, with word: StaticString) -> Bool {
        guard range.count >= word.utf8CodeUnitCount else { return false }
        for index in 0..<word.utf8CodeUnitCount where bytes[range.lowerBound + index] != word.utf8Start[index] {
            return false
        }
        return true
    }
}
