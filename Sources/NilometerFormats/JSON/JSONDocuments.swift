/// Finds the JSON values in bytes that hold other text, too.
enum JSONDocuments {
    /// The byte of the next line that begins an object or an array; nil when there is none.
    ///
    /// Text such as `[ 50%] Building` and `{}` in prose is told from JSON by what follows the bracket.
    static func start(in bytes: [UInt8], from place: Int) -> Int? {
        var index = place
        var isLineStart = true
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x0A {
                isLineStart = true
            } else if isLineStart, byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
                if isPlausible(bytes, index) { return index }
                isLineStart = false
            } else if byte != 0x20, byte != 0x09, byte != 0x0D {
                isLineStart = false
            }
            index &+= 1
        }
        return nil
    }

    private static func isPlausible(_ bytes: [UInt8], _ place: Int) -> Bool {
        var index = place + 1
        while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
        guard index < bytes.count else { return true }
        if bytes[place] == UInt8(ascii: "{") {
            return bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "}")
        }
        switch bytes[index] {
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""), UInt8(ascii: "]"): return true
        default: return false
        }
    }
}
