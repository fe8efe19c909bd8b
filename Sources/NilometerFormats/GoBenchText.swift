import NilometerCore
import NilometerStatistics

/// Reads Go benchmark text line by line, and joins repeated lines into readings.
///
/// Source: the Go benchmark data format, proposal 14313, as the reference reader has it.
struct GoBenchText {
    private struct Row {
        var name: String
        var suffix: Int?
        var configuration: [String: String]
        var iterations: Int
        var pairs: [(value: Double, unit: String)]
    }

    private static let exactFacts: Set<String> = ["branch", "date", "time", "toolchain", "by", "goos", "goarch", "cpu"]

    private var configuration: [String: String] = [:]
    private var context: [String: String] = [:]
    private var rows: [Row] = []
    private var better: [String: Better] = [:]
    private var exact: Set<String> = []
    private var warnings: [Warning] = []
    private var failures: [String] = []
    /// A result line that the benchmark's own output broke in two: its figures may follow.
    private var broken: (name: Substring, line: Int)?

    /// Takes one line, without its end.
    mutating func read(_ line: Substring, number: Int) {
        if line.hasPrefix("Benchmark") { return readResult(line, number: number) }
        if line.hasPrefix("--- FAIL: Benchmark") { return readFailure(line) }
        if let name = broken?.name, let first = line.drop(while: \.isWhitespace).first, first.isNumber {
            let fields = line.split(whereSeparator: \.isWhitespace)
            if fields.count >= 3, Int(fields[0]) != nil, Double(fields[1]) != nil {
                broken = nil
                return readResult("Benchmark\(name) \(line)"[...], number: number)
            }
        }
        if line.hasPrefix("Unit ") { return readUnit(line, number: number) }
        readConfiguration(line)
    }

    private mutating func readConfiguration(_ line: Substring) {
        guard let first = line.first, first.isLowercase, let colon = line.firstIndex(of: ":"), colon != line.startIndex
        else { return }
        let key = String(line[..<colon])
        guard !key.contains(where: { $0.isWhitespace || $0.isUppercase }) else { return }
        let rest = line[line.index(after: colon)...]
        guard rest.isEmpty || rest.first == " " || rest.first == "\t" else { return }
        let value = rest.drop { $0 == " " || $0 == "\t" }
        let isFact = Self.exactFacts.contains(key) || key.hasPrefix("commit") || key.hasPrefix("upload")
        if isFact {
            context[key] = value.isEmpty ? nil : String(value)
        } else {
            configuration[key] = value.isEmpty ? nil : String(value)
        }
    }

    private mutating func readUnit(_ line: Substring, number: Int) {
        let fields = line.split(whereSeparator: \.isWhitespace)
        guard fields.count >= 3 else {
            return warn("bad-line", "A Unit line needs a unit and key=value.", number)
        }
        let unit = String(fields[1])
        for field in fields.dropFirst(2) {
            switch field {
            case "better=higher": better[unit] = .higher
            case "better=lower": better[unit] = .lower
            case "assume=exact": exact.insert(unit)
            case "assume=nothing": exact.remove(unit)
            default: warn("bad-line", "The Unit line's “\(field.prefix(40))” is not known and is left out.", number)
            }
        }
    }

    private mutating func readResult(_ line: Substring, number: Int) {
        let fields = line.split(whereSeparator: \.isWhitespace)
        warnOfBrokenLine()
        guard fields.count > 1 else { return }
        guard let iterations = Int(fields[1]) else {
            broken = (fields[0].dropFirst("Benchmark".count), number)
            return
        }
        guard fields.count >= 4, fields.count % 2 == 0 else {
            return warn(
                "bad-line",
                "“\(fields[0].prefix(80))” has a value without a unit; the line is left out.",
                number
            )
        }
        var pairs: [(Double, String)] = []
        for index in stride(from: 2, to: fields.count, by: 2) {
            guard let value = Double(fields[index]) else {
                return warn("bad-line", "“\(fields[index].prefix(40))” is not a number; the line is left out.", number)
            }
            pairs.append((value, String(fields[index + 1])))
        }
        var name = String(fields[0].dropFirst("Benchmark".count))
        var suffix: Int?
        if let dash = name.lastIndex(of: "-"), let processors = Int(name[name.index(after: dash)...]), processors > 0,
            name[name.index(after: dash)...].allSatisfy({ $0.isASCII && $0.isNumber })
        {
            suffix = processors
            name = String(name[..<dash])
        }
        rows.append(
            Row(name: name, suffix: suffix, configuration: configuration, iterations: iterations, pairs: pairs)
        )
    }

    private mutating func readFailure(_ line: Substring) {
        let name = line.dropFirst("--- FAIL: Benchmark".count).prefix { !$0.isWhitespace }
        failures.append(String(name))
    }

    private mutating func warnOfBrokenLine() {
        guard let broken else { return }
        self.broken = nil
        warn("bad-line", "“\(broken.name.prefix(80))” has no number of iterations; the line is left out.", broken.line)
    }

    private mutating func warn(_ code: String, _ message: String, _ line: Int) {
        warnings.append(Warning(code, message, line: line))
    }

    /// What was read.
    ///
    /// - Complexity: O(lines).
    mutating func report(format: String) -> Report {
        warnOfBrokenLine()
        var readings: [Reading] = []
        var place: [String: Int] = [:]
        let suffixes = Dictionary(grouping: rows, by: { $0.configuration["pkg"] ?? "" })
            .mapValues { Set($0.map { $0.suffix ?? 1 }) }
        for row in rows {
            let several = suffixes[row.configuration["pkg"] ?? ""] ?? []
            var (name, parameters) = Self.parts(of: row.name)
            parameters.merge(row.configuration) { own, _ in own }
            if several.count > 1 {
                parameters["gomaxprocs"] = String(row.suffix ?? 1)
            } else if let suffix = row.suffix {
                context["gomaxprocs"] = String(suffix)
            }
            if name.isEmpty { name = "Benchmark" }
            for (value, unit) in row.pairs {
                let key = SeriesKey(benchmark: name, parameters: parameters, metric: unit)
                let identity = key.benchmark + "\u{1F}" + key.parametersText + "\u{1F}" + unit
                let index: Int
                if let known = place[identity] {
                    index = known
                } else {
                    index = readings.count
                    place[identity] = index
                    readings.append(empty(name, parameters, unit))
                }
                if value.isFinite {
                    readings[index].samples.append(value)
                    readings[index].iterations.append(row.iterations)
                } else {
                    warnings.append(
                        Warning("no-value", "\(name) reports \(value) \(unit); it is kept as an error without value.")
                    )
                    readings[index].error = "the harness reported \(value)"
                }
            }
        }
        for index in readings.indices {
            readings[index].value = Median.of(readings[index].samples)
            if readings[index].value != nil { readings[index].error = nil }
        }
        let measured = Set(rows.map(\.name))
        for failure in failures where !measured.contains(failure) {
            var (name, parameters) = Self.parts(of: failure)
            if name.isEmpty { name = "Benchmark" }
            parameters.merge(configuration) { own, _ in own }
            var reading = empty(name, parameters, "ns/op")
            reading.error = "the benchmark failed"
            readings.append(reading)
        }
        return Report(format: format, readings: readings, warnings: warnings, context: context)
    }

    private func empty(_ name: String, _ parameters: [String: String], _ unit: String) -> Reading {
        let written: String
        switch unit {
        case "allocs/op": written = "1"
        case _ where unit.hasSuffix("/op"): written = String(unit.dropLast(3))
        default: written = unit
        }
        return Reading(
            benchmark: name,
            parameters: parameters,
            metric: unit,
            unit: written,
            better: better[unit] ?? Metric.usualDirection(unit: unit),
            assumesExact: exact.contains(unit)
        )
    }

    /// The name and the `key=value` parts of a benchmark's path.
    private static func parts(of path: String) -> (name: String, parameters: [String: String]) {
        var names: [Substring] = []
        var parameters: [String: String] = [:]
        for (index, part) in path.split(separator: "/", omittingEmptySubsequences: false).enumerated() {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if index > 0, pair.count == 2, !pair[0].isEmpty, !pair[0].contains(",") {
                parameters[String(pair[0])] = String(pair[1])
            } else {
                names.append(part)
            }
        }
        return (names.joined(separator: "/"), parameters)
    }
}
