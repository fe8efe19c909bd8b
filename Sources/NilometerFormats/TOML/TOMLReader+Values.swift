import NilometerCore

extension TOMLReader {
    /// Reads the value that comes next.
    mutating func readValue(depth: Int) throws(FormatError) -> TOMLNode {
        guard depth <= Self.deepest else {
            throw failure("values nest deeper than \(Self.deepest) levels; write them flatter.")
        }
        let start = line
        switch next {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return TOMLNode(line: start, value: .text(try readString()))
        case UInt8(ascii: "["): return TOMLNode(line: start, value: .list(try readList(depth)))
        case UInt8(ascii: "{"): return TOMLNode(line: start, value: .table(try readInlineTable(depth)))
        default: return TOMLNode(line: start, value: try readScalar())
        }
    }

    private mutating func readList(_ depth: Int) throws(FormatError) -> [TOMLNode] {
        place += 1
        var values: [TOMLNode] = []
        while true {
            try skipToContent()
            guard next != UInt8(ascii: "]") else { break }
            values.append(try readValue(depth: depth + 1))
            try skipToContent()
            guard next == UInt8(ascii: ",") else { break }
            place += 1
        }
        try skipToContent()
        guard next == UInt8(ascii: "]") else {
            throw failure("a list ends with “]”, and “,” stands between its values.")
        }
        place += 1
        return values
    }

    private mutating func readInlineTable(_ depth: Int) throws(FormatError) -> [String: TOMLNode] {
        place += 1
        return try readInlinePairs { (reader, slot) throws(FormatError) in
            reader.skipSpaces()
            guard reader.next != UInt8(ascii: "}") else { return reader.place += 1 }
            while true {
                reader.skipSpaces()
                try reader.readPair(into: slot, depth: depth + 1)
                reader.skipSpaces()
                guard reader.next == UInt8(ascii: ",") else { break }
                reader.place += 1
            }
            guard reader.next == UInt8(ascii: "}") else {
                throw reader.failure("a table in braces stands on one line: { key = value, key = value }.")
            }
            reader.place += 1
        }
    }

    private mutating func readScalar() throws(FormatError) -> TOMLNode.Value {
        let start = place
        func isPart(_ byte: UInt8) -> Bool {
            byte.isLetterOrDigit || "+-_.:".utf8.contains(byte)
        }
        while let byte = next, isPart(byte) { place += 1 }
        // “1979-05-27 07:32:00” has a space inside.
        if place - start == 10, next == 0x20, bytes[start + 4] == UInt8(ascii: "-"), place + 1 < bytes.count,
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place + 1])
        {
            place += 1
            while let byte = next, isPart(byte) { place += 1 }
        }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        guard let value = TOMLScalar.value(of: text) else {
            let shown = text.isEmpty ? "nothing" : "“\(text.prefix(100))”"
            throw failure("\(shown) is no value; put a text in quotation marks, and write numbers without a unit.")
        }
        return value
    }
}
