import NilometerCore

/// Reads the totals and the two lists of places of memray's statistics.
struct MemrayReader {
    private static let mostPlaces = 500_000

    private var total = [0.0, 0.0]
    /// Of each place, as memray prints it, its objects and bytes.
    private var values: [String: [Double]] = [:]
    /// The places in the order of the file.
    private var order: [String] = []

    /// Reads the whole file.
    mutating func read(_ upload: Upload) throws(FormatError) {
        var json = EvidenceJSON(upload.bytes)
        var known = 0
        try json.beginObject()
        while let key = try json.nextKey() {
            switch key {
            case "total_num_allocations":
                total[0] = try json.number()
                known += 1
            case "total_bytes_allocated":
                total[1] = try json.number()
                known += 1
            case "top_allocations_by_count": try readPlaces(&json, key: "count", column: 0)
            case "top_allocations_by_size": try readPlaces(&json, key: "size", column: 1)
            default: try json.skip()
            }
        }
        guard known == 2 else {
            throw FormatError(reason: "“\(upload.name)” has no totals of memray; make it with memray stats --json.")
        }
    }

    /// The profile and what is doubtful.
    func finished() -> (StackProfile, [Warning]) {
        var builder = StackProfileBuilder(
            measures: [
                StackMeasure(name: "allocations", unit: "count", quantity: .objects),
                StackMeasure(name: "size", unit: "bytes", quantity: .bytes),
            ],
            samplingPeriod: 1
        )
        var rest = total
        for place in order {
            let found = values[place] ?? [0, 0]
            builder.add(stack: [Self.frame(place[...])], values: found)
            for column in rest.indices { rest[column] -= found[column] }
        }
        var warnings: [Warning] = []
        if rest.contains(where: { $0 > 0 }) {
            builder.add(stack: [StackFrame(function: "(other places)")], values: rest.map { max(0, $0) })
            let words = "Memray printed only the largest places; the rest is shown as one. Ask for more with -n."
            warnings.append(Warning("missing-sites", words))
        }
        return (builder.finished(), warnings)
    }

    /// The frame of `FUNCTION:FILE:LINE`.
    static func frame(_ text: Substring) -> StackFrame {
        guard let (rest, line) = lastNumber(text), let colon = rest.utf8.firstIndex(of: UInt8(ascii: ":")) else {
            return StackFrame(function: String(text))
        }
        let file = rest[rest.utf8.index(after: colon)...]
        // Modules that are frozen into the interpreter have no file.
        guard !file.isEmpty, !file.hasPrefix("<") else { return StackFrame(function: String(rest)) }
        return StackFrame(function: String(rest[..<colon]), file: String(file), line: line)
    }

    private static func lastNumber(_ text: Substring) -> (Substring, Int)? {
        guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) else { return nil }
        let digits = text[text.utf8.index(after: colon)...]
        guard digits.utf8.count < 10, digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let line = Int(digits)
        else {
            return nil
        }
        return (text[..<colon], line)
    }

    private mutating func readPlaces(_ json: inout EvidenceJSON, key: String, column: Int) throws(FormatError) {
        try json.beginArray()
        while try json.nextElement() {
            var place = ""
            var value = 0.0
            try json.beginObject()
            while let name = try json.nextKey() {
                switch name {
                case "location": place = try json.string()
                case key: value = try json.number()
                default: try json.skip()
                }
            }
            guard value >= 0 else { throw FormatError(reason: "A place of memray has a total below 0: it is damaged.") }
            if values[place] == nil {
                guard order.count < Self.mostPlaces else {
                    throw FormatError(reason: "There are more than \(Self.mostPlaces) places; ask for fewer with -n.")
                }
                order.append(place)
            }
            values[place, default: [0, 0]][column] += value
        }
    }
}
