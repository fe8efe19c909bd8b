/// The lines of bytes, as ranges without their ends (`\n` or `\r\n`).
struct Lines: Sequence, IteratorProtocol {
    private let bytes: [UInt8]
    private var place = 0
    private(set) var number = 0

    /// Begins before the first line.
    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The next line; nil after the last.
    mutating func next() -> Range<Int>? {
        guard place < bytes.count else { return nil }
        let start = place
        var end = start
        while end < bytes.count, bytes[end] != 0x0A { end &+= 1 }
        place = end + 1
        number += 1
        return start..<(end > start && bytes[end - 1] == 0x0D ? end - 1 : end)
    }
}
