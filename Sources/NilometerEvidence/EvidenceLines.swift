/// The lines of a text, without their ends; a carriage return before the end goes with it.
struct EvidenceLines: Sequence, IteratorProtocol {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    mutating func next() -> ArraySlice<UInt8>? {
        guard !rest.isEmpty else { return nil }
        var line = rest
        if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            line = rest[..<end]
            rest = rest[(end + 1)...]
        } else {
            rest = rest[rest.endIndex...]
        }
        return line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    }
}
