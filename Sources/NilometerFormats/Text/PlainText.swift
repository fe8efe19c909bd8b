/// Brings harness output into plain UTF-8: no byte order mark, no colours, no times that a CI system put before lines.
enum PlainText {
    /// The bytes in plain form; the lines keep their numbers.
    ///
    /// - Complexity: O(bytes); nothing is copied where nothing is to be done.
    static func bytes(of bytes: [UInt8]) -> [UInt8] {
        var plain = decoded(bytes)
        if plain.contains(0x1B) { plain = withoutEscapes(plain) }
        return withoutTimes(plain)
    }

    private static func decoded(_ bytes: [UInt8]) -> [UInt8] {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return Array(bytes.dropFirst(3)) }
        let isLittle = bytes.starts(with: [0xFF, 0xFE])
        guard isLittle || bytes.starts(with: [0xFE, 0xFF]) else { return bytes }
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        for index in stride(from: 2, to: bytes.count - 1, by: 2) {
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            units.append(isLittle ? second << 8 | first : first << 8 | second)
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    /// Without `ESC [ … letter` and `ESC ] … BEL`.
    private static func withoutEscapes(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == 0x1B, index + 1 < bytes.count else {
                result.append(bytes[index])
                index += 1
                continue
            }
            let isControl = bytes[index + 1] == UInt8(ascii: "[")
            guard isControl || bytes[index + 1] == UInt8(ascii: "]") else {
                index += 1
                continue
            }
            var end = index + 2
            while end < bytes.count, bytes[end] != 0x0A,
                isControl ? !(0x40...0x7E).contains(bytes[end]) : bytes[end] != 0x07
            {
                end += 1
            }
            // A sequence ends before the line does; a line's end is never part of one.
            index = end < bytes.count && bytes[end] != 0x0A ? end + 1 : end
        }
        return result
    }

    private static func withoutTimes(_ bytes: [UInt8]) -> [UInt8] {
        var seen = 0
        var timed = 0
        for line in Lines(bytes) where !line.isEmpty {
            seen += 1
            if timeLength(bytes, line) > 0 { timed += 1 }
            if seen == 100 { break }
        }
        guard timed * 2 > seen else { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for line in Lines(bytes) {
            result.append(contentsOf: bytes[(line.lowerBound + timeLength(bytes, line))..<line.upperBound])
            result.append(0x0A)
        }
        return result
    }

    /// The length of `2026-11-23T15:00:00.123Z ` at the beginning of a line; 0 where none stands.
    private static func timeLength(_ bytes: [UInt8], _ line: Range<Int>) -> Int {
        let shape = Array("0000-00-00T00:00:00".utf8)
        guard line.count > shape.count else { return 0 }
        for (index, mark) in shape.enumerated() {
            let byte = bytes[line.lowerBound + index]
            guard mark == UInt8(ascii: "0") ? byte &- 0x30 < 10 : byte == mark else { return 0 }
        }
        var index = line.lowerBound + shape.count
        if bytes[index] == UInt8(ascii: ".") {
            index += 1
            while index < line.upperBound, bytes[index] &- 0x30 < 10 { index += 1 }
        }
        guard index + 1 < line.upperBound, bytes[index] == UInt8(ascii: "Z"), bytes[index + 1] == 0x20 else {
            // A line that is the time alone.
            return index + 1 == line.upperBound && bytes[index] == UInt8(ascii: "Z") ? line.count : 0
        }
        return index + 2 - line.lowerBound
    }
}
