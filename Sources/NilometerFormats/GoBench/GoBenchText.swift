import NilometerCore

/// Reads Go benchmark text line by line.
///
/// Source: the Go benchmark data format, proposal 14313, as the reference reader has it.
struct GoBenchText {
    /// One result line.
    struct Row {
        /// The name as printed, without `Benchmark`.
        var name: String
        /// The place of the row's settings.
        var setting: Int
        var iterations: Int
        var values: [(value: Double, unit: String)]
        var line: Int
    }

    /// What `key: value` lines said before a result.
    struct Setting: Hashable {
        /// The keys that tell benchmarks apart.
        var parameters: [String: String] = [:]
        /// The keys that describe the run.
        var facts: [String: String] = [:]
    }

    /// A benchmark or a package without result.
    struct Failure: Hashable {
        /// The benchmark's name as printed, without `Benchmark`; nil for a whole package.
        var name: String?
        var setting: Int
        var reason: String
    }

    private static let factKeys: Set<String> = ["branch", "date", "time", "toolchain", "by", "goos", "goarch", "cpu"]
    /// Words that the Go command itself prints before a colon; they are no configuration.
    private static let notices: Set<String> = ["go", "panic", "testing", "signal", "coverage", "warning"]

    private(set) var rows: [Row] = []
    private(set) var settings: [Setting] = []
    private(set) var failures: [Failure] = []
    private(set) var warnings: [Warning] = []
    private(set) var units = GoUnits()

    private var setting = Setting()
    private var places: [Setting: Int] = [:]
    private var place: Int?
    private var failed: Set<Failure> = []
    /// A name that stands without figures: they may follow on a later line.
    private var pending: (name: String, line: Int, hasText: Bool)?

    /// Begins another package's output; nothing of the one before holds.
    mutating func begin(package: String) {
        giveUpPending()
        setting = Setting()
        if !package.isEmpty { setting.parameters["pkg"] = package }
        place = nil
    }

    /// Takes one line.
    mutating func read(_ bytes: [UInt8], _ line: Range<Int>, number: Int) {
        guard let first = line.isEmpty ? nil : bytes[line.lowerBound] else { return }
        switch first {
        case UInt8(ascii: "B") where Fields.begins(bytes, line, with: "Benchmark"):
            readResult(bytes, line, number)
        case UInt8(ascii: "U") where Fields.begins(bytes, line, with: "Unit"):
            readUnit(bytes, line, number)
        case UInt8(ascii: "F") where Fields.begins(bytes, line, with: "FAIL\t"):
            readPackageFailure(bytes, line)
        case UInt8(ascii: "p") where Fields.begins(bytes, line, with: "panic: "):
            readPanic(Fields.text(in: bytes, line))
        case UInt8(ascii: "0")...UInt8(ascii: "9"), 0x20, 0x09:
            if !readRest(bytes, line, number) { readFailure(bytes, line) }
        case UInt8(ascii: "-"): readFailure(bytes, line)
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): return
        default: readConfiguration(bytes, line)
        }
    }

    /// Ends the text.
    mutating func end() { giveUpPending() }

    /// Notes that a benchmark failed; its name is as printed.
    mutating func fail(_ name: String?, reason: String) {
        let place = placeOfSetting()
        let bare = name.map { $0.hasPrefix("Benchmark") ? String($0.dropFirst(9)) : $0 }
        guard failed.insert(Failure(name: bare, setting: place, reason: "")).inserted else { return }
        failures.append(Failure(name: bare, setting: place, reason: reason))
    }

    private mutating func readConfiguration(_ bytes: [UInt8], _ line: Range<Int>) {
        guard let colon = bytes[line].dropFirst().firstIndex(of: UInt8(ascii: ":")) else { return }
        let value = (colon + 1)..<line.upperBound
        let isSpaced = value.isEmpty || bytes[colon + 1] == 0x20 || bytes[colon + 1] == 0x09
        guard isSpaced else { return }
        let key = Fields.text(in: bytes, line.lowerBound..<colon)
        guard Self.isKey(key), !Self.notices.contains(key) else { return }
        let start = bytes[value].firstIndex { $0 != 0x20 && $0 != 0x09 } ?? value.upperBound
        let text = start < value.upperBound ? Fields.text(in: bytes, start..<value.upperBound) : nil
        if Self.factKeys.contains(key) || key.hasPrefix("commit") || key.hasPrefix("upload") {
            guard setting.facts[key] != text else { return }
            setting.facts[key] = text
        } else {
            guard setting.parameters[key] != text else { return }
            setting.parameters[key] = text
        }
        place = nil
    }

    /// Whether a key begins with a lower-case letter and has no blank and no upper-case letter.
    private static func isKey(_ key: String) -> Bool {
        guard key.unicodeScalars.first?.properties.generalCategory == .lowercaseLetter else { return false }
        return !key.unicodeScalars.contains {
            $0.properties.isWhitespace || $0.properties.generalCategory == .uppercaseLetter
        }
    }

    private mutating func readUnit(_ bytes: [UInt8], _ line: Range<Int>, _ number: Int) {
        let fields = Fields.ranges(in: bytes, line).map { Fields.text(in: bytes, $0) }
        guard fields[0] == "Unit" else { return }
        guard fields.count > 1 else { return warn("A Unit line has no unit; it is left out.", number) }
        for pair in fields.dropFirst(2) {
            if let sentence = units.take(pair, unit: fields[1]) { warn(sentence, number) }
        }
    }

    private mutating func readResult(_ bytes: [UInt8], _ line: Range<Int>, _ number: Int) {
        giveUpPending()
        let fields = Fields.ranges(in: bytes, line)
        let name = Fields.text(in: bytes, (fields[0].lowerBound + 9)..<fields[0].upperBound)
        guard fields.count > 1, let iterations = Int(Fields.text(in: bytes, fields[1])), iterations >= 0 else {
            pending = (name, number, fields.count > 1)
            if fields.count > 1, Fields.begins(bytes, fields[1], with: "panic:") {
                readPanic(Fields.text(in: bytes, fields[1].lowerBound..<line.upperBound))
            }
            return
        }
        append(name, iterations, bytes, fields.dropFirst(2), number)
    }

    /// Takes a line of figures whose name stood on an earlier line; false when it is none.
    private mutating func readRest(_ bytes: [UInt8], _ line: Range<Int>, _ number: Int) -> Bool {
        guard let name = pending?.name else { return false }
        let fields = Fields.ranges(in: bytes, line)
        guard fields.count >= 3, fields.count % 2 == 1,
            bytes[fields[0].upperBound..<fields[1].lowerBound].contains(0x09),
            let iterations = Int(Fields.text(in: bytes, fields[0])), iterations >= 0,
            Fields.number(in: bytes, fields[1]) != nil
        else { return false }
        pending = nil
        append(name, iterations, bytes, fields.dropFirst(), number)
        return true
    }

    private mutating func append(
        _ name: String,
        _ iterations: Int,
        _ bytes: [UInt8],
        _ fields: ArraySlice<Range<Int>>,
        _ number: Int
    ) {
        guard !fields.isEmpty else { return warn("“\(name.prefix(80))” has no value; the line is left out.", number) }
        guard fields.count % 2 == 0 else {
            return warn("“\(name.prefix(80))” has a value without a unit; the line is left out.", number)
        }
        var values: [(value: Double, unit: String)] = []
        values.reserveCapacity(fields.count / 2)
        for index in stride(from: fields.startIndex, to: fields.endIndex, by: 2) {
            guard let value = Fields.number(in: bytes, fields[index]) else {
                let written = Fields.text(in: bytes, fields[index]).prefix(40)
                return warn("“\(written)” is not a number; the line is left out.", number)
            }
            values.append((value, Fields.text(in: bytes, fields[index + 1])))
        }
        rows.append(Row(name: name, setting: placeOfSetting(), iterations: iterations, values: values, line: number))
    }

    private mutating func readFailure(_ bytes: [UInt8], _ line: Range<Int>) {
        let fields = Fields.ranges(in: bytes, line)
        guard fields.count >= 3, Fields.begins(bytes, fields[0], with: "---"),
            Fields.begins(bytes, fields[2], with: "Benchmark")
        else { return }
        let name = Fields.text(in: bytes, fields[2])
        if let pending, "Benchmark" + pending.name == name { self.pending = nil }
        if Fields.begins(bytes, fields[1], with: "FAIL:") { fail(name, reason: "the benchmark failed") }
    }

    private mutating func readPanic(_ text: String) {
        guard let pending else { return }
        self.pending = nil
        fail(pending.name, reason: String(text.prefix(200)))
    }

    /// `FAIL`, a tab, the package, and how long it ran or why it did not.
    private mutating func readPackageFailure(_ bytes: [UInt8], _ line: Range<Int>) {
        let fields = Fields.ranges(in: bytes, line).map { Fields.text(in: bytes, $0) }
        guard fields.count >= 2 else { return }
        if let pending { fail(pending.name, reason: "the benchmark did not end") }
        pending = nil
        let why = fields.dropFirst(2).joined(separator: " ")
        let reason = why.hasPrefix("[") ? "the package did not run: \(why.trimming("[]"))" : "the package failed"
        guard setting.parameters["pkg"] != fields[1] else { return fail(nil, reason: reason) }
        // A package that did not come to its benchmarks has printed no `pkg:` line.
        let held = setting
        setting.parameters["pkg"] = fields[1]
        place = nil
        fail(nil, reason: reason)
        setting = held
        place = nil
    }

    private mutating func giveUpPending() {
        guard let pending else { return }
        self.pending = nil
        guard pending.hasText else { return }
        warn("“\(pending.name.prefix(80))” has no number of iterations; the line is left out.", pending.line)
    }

    private mutating func placeOfSetting() -> Int {
        if let place { return place }
        let found = places[setting] ?? settings.count
        if found == settings.count {
            places[setting] = found
            settings.append(setting)
        }
        place = found
        return found
    }

    private mutating func warn(_ message: String, _ line: Int) {
        warnings.append(Warning("bad-line", message, line: line))
    }
}
