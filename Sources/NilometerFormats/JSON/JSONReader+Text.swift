extension JSONReader {
    /// Takes any value as text: a string's content, a number or word as it stands, arrays and objects as compact JSON.
    public mutating func valueText() throws(JSONError) -> String {
        if try kind() == .string { return try string() }
        let start = place
        try skip()
        return String(decoding: Self.compact(bytes[start..<place]), as: UTF8.self)
    }

    /// JSON without the blanks between its parts.
    private static func compact(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var isString = false
        var isEscape = false
        for byte in text {
            if isString {
                if isEscape {
                    isEscape = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscape = true
                } else if byte == UInt8(ascii: "\"") {
                    isString = false
                }
            } else if byte == UInt8(ascii: "\"") {
                isString = true
            } else if byte == 0x20 || (0x09...0x0D).contains(byte) {
                continue
            }
            result.append(byte)
        }
        return result
    }
}
