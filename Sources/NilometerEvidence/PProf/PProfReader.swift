import NilometerCore

/// Reads a profile of the pprof form into a tree of calls.
///
/// The bytes are read in place, twice: the tables first, then the samples, of which no more is kept than their sums. A
/// decoder that makes an object of each message would need many times the memory of a hostile file of empty ones.
struct PProfReader {
    /// What was read, and what of it is doubtful.
    struct Outcome {
        var profile: StackProfile
        var warnings: [Warning]
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private let tables: PProfTables
    private var builder: StackProfileBuilder
    private var warnings: [Warning] = []
    private var texts: [UInt64: String] = [:]
    /// Of each location's id, its frames, innermost first.
    private var frames: [UInt64: Range<Int>] = [:]
    /// The same of small ids, which all writers give; -1 where the location was not met yet.
    private var nearFrames: [(start: Int32, count: Int32)] = []
    /// The frames of all locations that were met.
    private var knownFrames: [Int32] = []
    private var unknownLocations = 0

    /// Reads the tables.
    ///
    /// - Throws: `FormatError` where the bytes are cut or are no profile.
    init(_ bytes: UnsafeBufferPointer<UInt8>) throws(FormatError) {
        self.bytes = bytes
        tables = try PProfTables(bytes)
        guard let empty = tables.texts.first, empty.isEmpty, !tables.types.isEmpty else {
            throw FormatError(
                reason: "This is not a profile of the pprof form: it has no table of texts or no types of values."
            )
        }
        builder = StackProfileBuilder(measures: [])
        let measures = tables.types.map { measure(name: plain($0.type), unit: plain($0.unit)) }
        let samplesBytes = plain(tables.periodType.unit) == "bytes"
        let period = Double(tables.period)
        builder = StackProfileBuilder(measures: measures, samplingPeriod: samplesBytes && period > 0 ? period : nil)
    }

    /// Reads the samples.
    mutating func read() throws(FormatError) -> Outcome {
        var stack: [Int32] = []
        var values: [Double] = []
        for sample in tables.samples {
            stack.removeAll(keepingCapacity: true)
            values.removeAll(keepingCapacity: true)
            var reader = WireReader(bytes, sample)
            while let (field, value) = try reader.next() {
                switch (field, value) {
                case (1, .varint(let id)): appendFrames(of: id, to: &stack)
                case (1, .bytes(let range)):
                    var packed = WireReader(bytes, range)
                    while let id = try packed.nextPacked() { appendFrames(of: id, to: &stack) }
                case (2, .varint(let number)): values.append(Double(Int64(bitPattern: number)))
                case (2, .bytes(let range)):
                    var packed = WireReader(bytes, range)
                    while let number = try packed.nextPacked() { values.append(Double(Int64(bitPattern: number))) }
                default: break
                }
                guard stack.count < 100_000 else {
                    throw FormatError(reason: "A stack of the profile has more than 100000 frames; it is damaged.")
                }
            }
            guard values.count == tables.types.count else {
                throw FormatError(
                    reason:
                        "A sample has \(values.count) values, the profile has \(tables.types.count) types: it is damaged."
                )
            }
            builder.add(stack: stack, values: values)
        }
        return Outcome(profile: builder.finished(), warnings: doubts())
    }

    private func doubts() -> [Warning] {
        var doubts = warnings
        if unknownLocations > 0 {
            let sentence = "\(unknownLocations) places of the profile are not in its table, and are shown as “?”."
            doubts.append(Warning("unknown-location", sentence))
        }
        if builder.isCut {
            doubts.append(Warning("deep-stacks", "Stacks deeper than 4096 calls were cut, or calls left out."))
        }
        if tables.functions.isEmpty, !tables.samples.isEmpty {
            let sentence =
                "The profile has addresses without names; make it with symbols (pprof -proto with the binary)."
            doubts.append(Warning("no-symbols", sentence))
        }
        return doubts
    }

    private mutating func appendFrames(of id: UInt64, to stack: inout [Int32]) {
        if id < UInt64(nearFrames.count), nearFrames[Int(id)].start >= 0 {
            let (start, count) = nearFrames[Int(id)]
            for place in Int(start)..<Int(start + count) { stack.append(knownFrames[place]) }
            return
        }
        if let known = frames[id] {
            stack += knownFrames[known]
            return
        }
        let found = newFrames(of: id)
        let start = knownFrames.count
        knownFrames += found
        if id < 1 << 20, let near = Int32(exactly: start) {
            while nearFrames.count <= Int(id) { nearFrames.append((-1, 0)) }
            nearFrames[Int(id)] = (near, Int32(found.count))
        } else {
            frames[id] = start..<knownFrames.count
        }
        stack += found
    }

    private mutating func newFrames(of id: UInt64) -> [Int32] {
        var found: [Int32] = []
        if let range = tables.locations[id] {
            let lines = tables.lines[range]
            for (place, line) in lines.enumerated() {
                let function = tables.functions[line.function]
                let name = function.map { text($0.name) } ?? ""
                let frame = StackFrame(
                    function: name.isEmpty ? "?" : name,
                    file: function.map { text($0.file) } ?? "",
                    line: max(0, Int(clamping: line.line)),
                    isInlined: place < lines.count - 1
                )
                found.append(builder.index(of: frame))
            }
            if lines.isEmpty {
                let address = "0x" + String(tables.addresses[id] ?? 0, radix: 16)
                found.append(builder.index(of: StackFrame(function: address)))
            }
        } else {
            unknownLocations += 1
            found.append(builder.index(of: StackFrame(function: "?")))
        }
        return found
    }

    private mutating func text(_ index: UInt64) -> String {
        if let known = texts[index] { return known }
        let text = plain(index)
        texts[index] = text
        return text
    }

    private func plain(_ index: UInt64) -> String {
        guard index < UInt64(tables.texts.count) else { return "" }
        return String(decoding: UnsafeBufferPointer(rebasing: bytes[tables.texts[Int(index)]]), as: UTF8.self)
    }

    private func measure(name: String, unit: String) -> StackMeasure {
        let quantity: StackMeasure.Quantity =
            switch unit {
            case "bytes": .bytes
            case "nanoseconds", "microseconds", "milliseconds", "seconds": .time
            case "count":
                name.contains("objects") || name.contains("alloc") || name.contains("inuse") ? .objects : .other
            default: .other
            }
        return StackMeasure(name: name, unit: unit, quantity: quantity, isLive: name.hasPrefix("inuse"))
    }
}
