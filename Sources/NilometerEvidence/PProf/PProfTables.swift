import NilometerCore

/// The tables of a profile, read in one pass; samples are read in a second one, when all tables are known.
struct PProfTables {
    /// One line of a location: the function's id and the line.
    struct Line {
        var function: UInt64
        var line: Int64
    }

    /// One function: indexes of its name and its file in the table of texts.
    struct Function {
        var name: UInt64 = 0
        var file: UInt64 = 0
    }

    /// The largest number of entries of a table, so that a small file cannot ask for much memory.
    static let most = 4_000_000

    private(set) var texts: [Range<Int>] = []
    /// Indexes of the names and units of the values.
    private(set) var types: [(type: UInt64, unit: UInt64)] = []
    private(set) var samples: [Range<Int>] = []
    private(set) var functions: [UInt64: Function] = [:]
    /// Of each location's id, where its lines are in `lines`.
    private(set) var locations: [UInt64: Range<Int>] = [:]
    private(set) var addresses: [UInt64: UInt64] = [:]
    private(set) var lines: [Line] = []
    private(set) var period: Int64 = 0
    private(set) var periodType: (type: UInt64, unit: UInt64) = (0, 0)

    /// Reads the tables.
    ///
    /// - Throws: `FormatError` where the bytes are cut, are no profile, or have too many entries.
    init(_ bytes: UnsafeBufferPointer<UInt8>) throws(FormatError) {
        var reader = WireReader(bytes, 0..<bytes.count)
        while let (field, value) = try reader.next() {
            switch (field, value) {
            case (1, .bytes(let range)): types.append(try Self.valueType(bytes, range))
            case (2, .bytes(let range)): samples.append(range)
            case (4, .bytes(let range)): try takeLocation(bytes, range)
            case (5, .bytes(let range)): try takeFunction(bytes, range)
            case (6, .bytes(let range)): texts.append(range)
            case (11, .bytes(let range)): periodType = try Self.valueType(bytes, range)
            case (12, .varint(let number)): period = Int64(bitPattern: number)
            case (1...15, _): break
            default:
                throw FormatError(reason: "This is not a profile: it has a field \(field), which profiles do not have.")
            }
            guard max(samples.count, texts.count, lines.count, functions.count) < Self.most, types.count < 64 else {
                throw FormatError(
                    reason: "The profile has more than \(Self.most) entries of a kind; profile a shorter run."
                )
            }
        }
    }

    private static func valueType(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ range: Range<Int>
    ) throws(FormatError) -> (type: UInt64, unit: UInt64) {
        var found: (type: UInt64, unit: UInt64) = (0, 0)
        var reader = WireReader(bytes, range)
        while let (field, value) = try reader.next() {
            guard case .varint(let number) = value else { continue }
            if field == 1 { found.type = number }
            if field == 2 { found.unit = number }
        }
        return found
    }

    private mutating func takeLocation(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ range: Range<Int>
    ) throws(FormatError) {
        var id: UInt64 = 0
        var address: UInt64 = 0
        let start = lines.count
        var reader = WireReader(bytes, range)
        while let (field, value) = try reader.next() {
            switch (field, value) {
            case (1, .varint(let number)): id = number
            case (3, .varint(let number)): address = number
            case (4, .bytes(let range)): lines.append(try Self.line(bytes, range))
            default: break
            }
        }
        locations[id] = start..<lines.count
        if start == lines.count { addresses[id] = address }
    }

    private static func line(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) throws(FormatError) -> Line {
        var line = Line(function: 0, line: 0)
        var reader = WireReader(bytes, range)
        while let (field, value) = try reader.next() {
            guard case .varint(let number) = value else { continue }
            if field == 1 { line.function = number }
            if field == 2 { line.line = Int64(bitPattern: number) }
        }
        return line
    }

    private mutating func takeFunction(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ range: Range<Int>
    ) throws(FormatError) {
        var id: UInt64 = 0
        var function = Function()
        var systemName: UInt64 = 0
        var reader = WireReader(bytes, range)
        while let (field, value) = try reader.next() {
            guard case .varint(let number) = value else { continue }
            switch field {
            case 1: id = number
            case 2: function.name = number
            case 3: systemName = number
            case 4: function.file = number
            default: break
            }
        }
        if function.name == 0 { function.name = systemName }
        functions[id] = function
    }
}
