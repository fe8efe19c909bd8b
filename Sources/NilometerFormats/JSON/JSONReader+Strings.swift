extension JSONReader {
    /// Takes a string, its escapes decoded.
    public mutating func string() throws(JSONError) -> String {
        try expect(.string)
        let (range, isEscaped) = try stringRange()
        return isEscaped ? String(decoding: unescaped(range), as: UTF8.self) : text(range)
    }

    /// Takes a string's content as bytes, its escapes decoded.
    public mutating func stringBytes() throws(JSONError) -> [UInt8] {
        try expect(.string)
        let (range, isEscaped) = try stringRange()
        return isEscaped ? unescaped(range) : Array(bytes[range])
    }

    /// The text of a part of the bytes; bad UTF-8 is repaired.
    func text(_ range: Range<Int>) -> String {
        bytes.withUnsafeBufferPointer { String(decoding: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self) }
    }

    /// The text of a key, its escapes decoded.
    func keyText(_ range: Range<Int>) -> String {
        guard bytes[range].contains(UInt8(ascii: "\\")) else { return text(range) }
        return String(decoding: unescaped(range), as: UTF8.self)
    }

    mutating func nextKeyRange() throws(JSONError) -> Range<Int>? {
        skipBlanks()
        if take(UInt8(ascii: "}")) {
            top = frames.removeLast()
            keys.end()
            return nil
        }
        if top.isEmpty {
            top.isEmpty = false
        } else {
            guard take(UInt8(ascii: ",")) else { throw refusal("a comma is missing") }
            skipBlanks()
        }
        guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else { throw refusal("a key is missing") }
        let start = place
        let (range, isEscaped) = try stringRange()
        if !isSkipping, !isNew(key: range, isEscaped: isEscaped) {
            let key = keyText(range)
            if isStrict {
                place = start
                throw refusal("the key “\(key.prefix(100))” stands twice in one object")
            }
            doubledCount += 1
            if doubledKeys.count < 10 { doubledKeys.append((key, start)) }
        }
        skipBlanks()
        guard take(UInt8(ascii: ":")) else { throw refusal("a colon is missing") }
        top.key = range
        return range
    }

    private mutating func isNew(key range: Range<Int>, isEscaped: Bool) -> Bool {
        guard isEscaped else { return keys.insert(bytes, range) }
        let key = unescaped(range)
        return keys.insert(key, key.indices)
    }

    /// Goes past a string; the reader stands at its quotation mark.
    mutating func stringRange() throws(JSONError) -> (range: Range<Int>, isEscaped: Bool) {
        let start = place + 1
        var isEscaped = false
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                place = index + 1
                if isEscaped, isStrict { try checkEscapes(start..<index) }
                return (start..<index, isEscaped)
            }
            if byte == UInt8(ascii: "\\") {
                isEscaped = true
                index &+= 2
                continue
            }
            if byte < 0x20, isStrict {
                place = index
                throw refusal("a control character stands in a string")
            }
            index &+= 1
        }
        throw refusal("a string does not end")
    }

    private mutating func checkEscapes(_ range: Range<Int>) throws(JSONError) {
        var index = range.lowerBound
        while index < range.upperBound {
            guard bytes[index] == UInt8(ascii: "\\") else {
                index += 1
                continue
            }
            guard let (unit, length) = escape(at: index, before: range.upperBound) else {
                place = index
                throw refusal("an escape in a string is not one that JSON knows")
            }
            index += length
            if UTF16.isTrailSurrogate(unit) || (UTF16.isLeadSurrogate(unit) && !isTrail(at: index, range.upperBound)) {
                place = index - length
                throw refusal("half a surrogate pair stands in a string")
            }
            if UTF16.isLeadSurrogate(unit) { index += 6 }
        }
    }

    private func isTrail(at index: Int, _ end: Int) -> Bool {
        guard index < end, bytes[index] == UInt8(ascii: "\\"), let (unit, _) = escape(at: index, before: end) else {
            return false
        }
        return UTF16.isTrailSurrogate(unit)
    }

    /// The UTF-16 unit that the escape at the index stands for, and the escape's length; nil for an unknown escape.
    private func escape(at index: Int, before end: Int) -> (unit: UInt16, length: Int)? {
        guard index + 1 < end else { return nil }
        switch bytes[index + 1] {
        case UInt8(ascii: "n"): return (0x0A, 2)
        case UInt8(ascii: "t"): return (0x09, 2)
        case UInt8(ascii: "r"): return (0x0D, 2)
        case UInt8(ascii: "b"): return (0x08, 2)
        case UInt8(ascii: "f"): return (0x0C, 2)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return (UInt16(bytes[index + 1]), 2)
        case UInt8(ascii: "u"):
            guard index + 6 <= end else { return nil }
            var unit: UInt16 = 0
            for digit in bytes[(index + 2)..<(index + 6)] {
                switch digit {
                case UInt8(ascii: "0")...UInt8(ascii: "9"): unit = unit << 4 | UInt16(digit - 0x30)
                case UInt8(ascii: "a")...UInt8(ascii: "f"): unit = unit << 4 | UInt16(digit - 0x57)
                case UInt8(ascii: "A")...UInt8(ascii: "F"): unit = unit << 4 | UInt16(digit - 0x37)
                default: return nil
                }
            }
            return (unit, 6)
        default: return nil
        }
    }

    /// The bytes of a string with its escapes decoded; unknown escapes stay as they are, half a pair becomes U+FFFD.
    func unescaped(_ range: Range<Int>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(range.count)
        var index = range.lowerBound
        while index < range.upperBound {
            let next = bytes[index..<range.upperBound].firstIndex(of: UInt8(ascii: "\\")) ?? range.upperBound
            result.append(contentsOf: bytes[index..<next])
            index = next
            guard index < range.upperBound else { break }
            guard let (unit, length) = escape(at: index, before: range.upperBound) else {
                result.append(bytes[index])
                index += 1
                continue
            }
            index += length
            if unit < 0x80 {
                result.append(UInt8(unit))
            } else if let scalar = Unicode.Scalar(unit) {
                result.append(contentsOf: String(Character(scalar)).utf8)
            } else if UTF16.isLeadSurrogate(unit), isTrail(at: index, range.upperBound),
                let trail = escape(at: index, before: range.upperBound)?.unit,
                let scalar = Unicode.Scalar(0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(trail) - 0xDC00))
            {
                result.append(contentsOf: String(Character(scalar)).utf8)
                index += 6
            } else {
                result.append(contentsOf: "\u{FFFD}".utf8)
            }
        }
        return result
    }
}
