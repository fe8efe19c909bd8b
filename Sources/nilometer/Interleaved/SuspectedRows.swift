import Foundation
import NilometerAPI
import NilometerCore

/// What is to be measured anew because it looked regressed.
///
/// The readings that made it look so are not used again: they were selected, and would confirm themselves.
struct SuspectedRows: Sendable, Equatable {
    /// What stands in an argument for the benchmarks.
    static let placeholder = "{benchmarks}"
    /// The pattern of all benchmarks.
    static let everything = "."

    private struct Row: Decodable {
        var benchmark: String
        var parameters: [String: String]?
        var metric: String?
        var verdict: Verdict?
        /// Why the gate failed by it.
        var failure: String?
    }

    private struct Table: Decodable {
        var metric: String?
        var rows: [Row]
    }

    private struct File: Decodable {
        var rows: [Row]?
        var tables: [Table]?
        /// What a gate concluded.
        var conclusion: GateConclusion?
    }

    /// The rows that regressed in reports.
    var keys: [MeasuredKey] = []
    /// The benchmarks that were named, with all their metrics.
    var names: [String] = []

    /// Reads reports, and takes what is no file for the name of a benchmark; nil when nothing is given.
    ///
    /// - Throws: `CommandError` for a file that is no report.
    static func read(_ arguments: [String]) throws(CommandError) -> SuspectedRows? {
        guard !arguments.isEmpty else { return nil }
        var confirmation = SuspectedRows()
        for argument in arguments {
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: argument, isDirectory: &isFolder), !isFolder.boolValue {
                var reader = UploadFiles()
                confirmation.keys += try regressed(in: try reader.bytes(of: argument), path: argument)
            } else if argument.hasSuffix(".json") || argument.hasPrefix("/") {
                throw .failed(
                    "“\(argument)” is not there; give the JSON of gate, compare or ab, or a benchmark's name."
                )
            } else {
                confirmation.names.append(argument)
            }
        }
        return confirmation
    }

    /// Whether there is nothing to confirm.
    var isEmpty: Bool { keys.isEmpty && names.isEmpty }

    /// Whether this was asked for.
    func holds(_ key: MeasuredKey) -> Bool { names.contains(key.benchmark) || keys.contains(key) }

    /// A regular expression that finds the benchmarks by the first part of their names: those that Go's `-bench`, Google
    /// Benchmark's `--benchmark_filter`, Criterion and JMH understand alike.
    var pattern: String {
        let first = (keys.map(\.benchmark) + names).map { String($0.prefix { $0 != "/" }) }
        return "^(Benchmark)?(" + Set(first).sorted().map(Self.escaped).joined(separator: "|") + ")($|/)"
    }

    /// An argument with the pattern in it.
    func filled(_ argument: String) -> String { argument.replacingOccurrences(of: Self.placeholder, with: pattern) }

    /// An argument with the pattern of all benchmarks in it.
    static func all(_ argument: String) -> String {
        argument.replacingOccurrences(of: placeholder, with: everything)
    }

    private static func escaped(_ name: String) -> String {
        name.reduce(into: "") { text, letter in
            if "\\.+*?()[]{}|^$".contains(letter) { text.append("\\") }
            text.append(letter)
        }
    }

    private static func regressed(in data: Data, path: String) throws(CommandError) -> [MeasuredKey] {
        let decoder = JSONCoding.decoder
        let rows: [Row]
        if let file = try? decoder.decode(File.self, from: data), file.rows != nil || file.tables != nil {
            guard file.conclusion != .unknown, file.conclusion != .nothingCompared else {
                throw .failed("“\(path)” holds no verdict that could be confirmed; ask the gate again.")
            }
            let tabled = (file.tables ?? []).flatMap { table in
                table.rows.map { row in
                    Row(
                        benchmark: row.benchmark,
                        parameters: row.parameters,
                        metric: row.metric ?? table.metric,
                        verdict: row.verdict
                    )
                }
            }
            rows = (file.rows ?? []) + tabled
        } else {
            let lines = data.split(separator: UInt8(ascii: "\n"))
            let read = lines.compactMap { try? decoder.decode(Row.self, from: Data($0)) }
            guard !read.isEmpty, read.count == lines.count else {
                throw .failed("“\(path)” is no report; give the JSON that gate, compare or ab wrote.")
            }
            rows = read
        }
        return rows.compactMap { row in
            guard row.verdict == .regressed || row.failure != nil, let metric = row.metric else { return nil }
            return MeasuredKey(benchmark: row.benchmark, parameters: row.parameters ?? [:], metric: metric)
        }
    }
}
