import NilometerCore

/// Reads a TOML 1.0 text into tables.
///
/// Every value keeps its line, so that a complaint about a key can name it. Values nest at most `deepest` levels and names
/// have at most as many parts, so that no text makes the reader recurse further.
struct TOMLReader {
    /// The deepest nesting of lists, tables and names.
    static let deepest = 32

    /// Where a table comes from, which decides who may add to it.
    private enum Origin {
        /// A header of a table inside it.
        case implied
        /// Its own header.
        case header
        /// A dotted key.
        case dotted
    }

    /// What stands under a key.
    private enum Entry {
        case table(Int)
        /// The tables of a `[[header]]`.
        case tables([Int])
        case value(TOMLNode)
    }

    /// A table that is being read.
    private struct Slot {
        var origin: Origin
        var line: Int
        var entries: [String: Entry] = [:]
    }

    let bytes: [UInt8]
    var place = 0
    var line = 1
    private var slots: [Slot] = [Slot(origin: .header, line: 1)]

    private init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The values of a text by their keys.
    static func values(of text: String) throws(FormatError) -> [String: TOMLNode] {
        var reader = TOMLReader(text)
        if reader.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.place = 3 }
        try reader.readAll()
        return reader.built(0)
    }

    /// The byte that comes next; nil at the end.
    var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    /// Whether these bytes come next.
    func sees(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard place + count <= bytes.count else { return false }
        return text.withUTF8Buffer { wanted in bytes[place..<place + count].elementsEqual(wanted) }
    }

    /// What is wrong on the line that is read.
    func failure(_ reason: String) -> FormatError { FormatError(line: line, reason: reason) }

    private mutating func readAll() throws(FormatError) {
        var current = 0
        while true {
            try skipToContent()
            guard let byte = next else { return }
            if byte == UInt8(ascii: "[") {
                current = try readHeader()
            } else {
                try readPair(into: current)
            }
            skipSpaces()
            try skipComment()
            guard next == nil || sees("\n") || sees("\r\n") else {
                throw failure("after a value or header the line must end; put what follows on a line of its own.")
            }
        }
    }

    /// Reads `[name]` or `[[name]]`, and gives the table that the lines below it belong to.
    private mutating func readHeader() throws(FormatError) -> Int {
        let start = line
        let isArray = sees("[[")
        place += isArray ? 2 : 1
        let names = try readNames()
        guard isArray ? sees("]]") : sees("]") else {
            throw failure("a header ends with \(isArray ? "]]" : "]"), as in \(isArray ? "[[rule]]" : "[gate]").")
        }
        place += isArray ? 2 : 1
        var slot = 0
        for name in names.dropLast() {
            slot = try slotInside(slot, named: name, origin: .implied) { _ in true }
        }
        let name = names[names.count - 1]
        let shown = "“\(names.joined(separator: "."))”"
        switch (slots[slot].entries[name], isArray) {
        case (nil, _):
            let new = makeSlot(.header, start)
            slots[slot].entries[name] = isArray ? .tables([new]) : .table(new)
            return new
        case (.tables?, true):
            let new = makeSlot(.header, start)
            // Taken out while it grows, so that a long list is not copied for each table.
            guard case .tables(var tables)? = slots[slot].entries.removeValue(forKey: name) else { return new }
            tables.append(new)
            slots[slot].entries[name] = .tables(tables)
            return new
        case (.table(let table)?, false) where slots[table].origin == .implied:
            slots[table].origin = .header
            slots[table].line = start
            return table
        case (.table(let table)?, false):
            throw failure("the table \(shown) is begun twice, first on line \(slots[table].line); join them.")
        case (.tables?, false):
            throw failure("\(shown) is a list of tables; write [[\(names.joined(separator: "."))]] for one more.")
        case (.table?, true): throw failure("\(shown) is one table already; give it one header, in single brackets.")
        case (.value(let value)?, _):
            throw failure("\(shown) has a value already, on line \(value.line); remove one of the two.")
        }
    }

    /// Reads `name = value` into a table.
    mutating func readPair(into slot: Int, depth: Int = 1) throws(FormatError) {
        let start = line
        let names = try readNames()
        guard next == UInt8(ascii: "=") else {
            throw failure("after the key “\(names.joined(separator: "."))” must come “=” and a value.")
        }
        place += 1
        skipSpaces()
        var value = try readValue(depth: depth)
        value.line = start
        var inner = slot
        for name in names.dropLast() {
            inner = try slotInside(inner, named: name, origin: .dotted) { $0 != .header }
        }
        let name = names[names.count - 1]
        if let there = slots[inner].entries[name] {
            throw FormatError(
                line: start,
                reason: "“\(names.joined(separator: "."))” is given twice, first on line \(firstLine(of: there)); "
                    + "remove one of the two."
            )
        }
        slots[inner].entries[name] = .value(value)
    }

    /// A table for the pairs of `{…}`, closed to all that comes later.
    mutating func readInlinePairs(
        _ read: (inout TOMLReader, Int) throws(FormatError) -> Void
    ) throws(FormatError)
        -> [String: TOMLNode]
    {
        let slot = makeSlot(.dotted, line)
        try read(&self, slot)
        return built(slot)
    }

    private mutating func slotInside(
        _ slot: Int,
        named name: String,
        origin: Origin,
        _ isOpen: (Origin) -> Bool
    ) throws(FormatError) -> Int {
        switch slots[slot].entries[name] {
        case nil:
            let new = makeSlot(origin, line)
            slots[slot].entries[name] = .table(new)
            return new
        case .table(let table)? where isOpen(slots[table].origin):
            if origin == .dotted { slots[table].origin = .dotted }
            return table
        case .tables(let tables)? where origin == .implied: return tables[tables.count - 1]
        case let there?:
            throw failure(
                "nothing can be added to “\(name)” here, which is given on line \(firstLine(of: there)); add it there."
            )
        }
    }

    private func firstLine(of entry: Entry) -> Int {
        switch entry {
        case .table(let slot): slots[slot].line
        case .tables(let tables): slots[tables[0]].line
        case .value(let value): value.line
        }
    }

    private mutating func makeSlot(_ origin: Origin, _ line: Int) -> Int {
        slots.append(Slot(origin: origin, line: line))
        return slots.count - 1
    }

    private func built(_ slot: Int) -> [String: TOMLNode] {
        slots[slot].entries.mapValues { entry in
            switch entry {
            case .value(let value): value
            case .table(let table): TOMLNode(line: slots[table].line, value: .table(built(table)))
            case .tables(let tables):
                TOMLNode(
                    line: slots[tables[0]].line,
                    value: .list(tables.map { TOMLNode(line: slots[$0].line, value: .table(built($0))) })
                )
            }
        }
    }
}
