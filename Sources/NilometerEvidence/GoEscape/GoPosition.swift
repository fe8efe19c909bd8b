import NilometerCore

/// A line of the compiler, split into its place and its message.
struct GoPosition {
    var place: SourcePlace
    var message: Substring

    /// Nil where the line does not begin with `FILE:LINE:COLUMN: `.
    init?(_ line: Substring) {
        let bytes = line.utf8
        var place = bytes.startIndex
        while let colon = bytes[place...].firstIndex(of: UInt8(ascii: ":")) {
            place = bytes.index(after: colon)
            guard let (row, afterRow) = Self.number(bytes, place), let (column, end) = Self.number(bytes, afterRow),
                end < bytes.endIndex, bytes[end] == UInt8(ascii: " ")
            else { continue }
            let file = line[..<colon]
            guard !file.isEmpty else { return nil }
            self.place = SourcePlace(file: Self.plain(file), line: row, column: column)
            message = line[bytes.index(after: end)...]
            return
        }
        return nil
    }

    /// A place as it stands at the end of an edge: `FILE:LINE:COLUMN`.
    static func place(_ text: Substring) -> SourcePlace? { GoPosition(text + ": ")?.place }

    /// Whether the file belongs to the package's own source, and not to another module, the toolchain or generated code.
    static func isOwn(_ file: String) -> Bool {
        !file.hasPrefix("../") && !file.hasPrefix("/") && !file.hasPrefix("<") && !file.contains(":")
    }

    private static func plain(_ file: Substring) -> String {
        file.hasPrefix("./") ? String(file.dropFirst(2)) : String(file)
    }

    /// The digits from a place on, and the place after the colon that follows them.
    private static func number(
        _ bytes: Substring.UTF8View,
        _ start: Substring.UTF8View.Index
    ) -> (Int, Substring.UTF8View.Index)? {
        var value = 0
        var place = start
        while place < bytes.endIndex, bytes[place] >= UInt8(ascii: "0"), bytes[place] <= UInt8(ascii: "9") {
            guard value < 1_000_000_000 else { return nil }
            value = value * 10 + Int(bytes[place] - UInt8(ascii: "0"))
            place = bytes.index(after: place)
        }
        guard place > start, place < bytes.endIndex, bytes[place] == UInt8(ascii: ":") else { return nil }
        return (value, bytes.index(after: place))
    }
}
