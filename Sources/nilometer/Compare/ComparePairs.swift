import Foundation
import NilometerAPI
import NilometerCore
import NilometerDetection

/// Judges pairs of runs from a file: one benchmark and metric a line.
struct ComparePairs {
    let path: String
    /// How many pairs were planned, which says when was looked.
    let planned: Int
    /// The relative difference below which levels count as equal.
    let limit: Double
    let dropsFirst: Bool

    /// Prints the verdicts, and gives the rows.
    func show(json: Bool, on output: Output) throws -> [GateRow] {
        let lines = try lines()
        guard !lines.isEmpty else {
            throw CommandError.failed(
                "\(path) has no line; write one object with “benchmark”, “metric” and “pairs” a line."
            )
        }
        let plan = LookPlan(pairs: planned)
        var rows: [GateRow] = []
        var text = ""
        var start = 0
        while start < lines.count {
            let name = lines[start].comparison
            let end = lines[start...].firstIndex { $0.comparison != name } ?? lines.count
            let readings = lines[start..<end].map(\.readings)
            let comparison = InterleavedComparison(
                readings,
                plan: plan,
                limit: limit,
                isOver: true,
                dropsFirst: dropsFirst
            )
            rows += CompareGate.rows(comparison)
            text += json ? try Self.json(comparison, name) : Self.table(comparison, name, output)
            start = end
        }
        try output.write(text)
        return rows
    }

    private func lines() throws -> [PairsLine] {
        let input = path == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: path)
        guard let input, let data = try? input.readToEnd() ?? Data() else {
            throw CommandError.failed("\(path) could not be read; give a file of pairs, or - for the standard input.")
        }
        var lines: [PairsLine] = []
        for (number, line) in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
        where line.contains(where: { $0 != 32 && $0 != 9 && $0 != 13 }) {
            guard let read = try? JSONCoding.decoder.decode(PairsLine.self, from: Data(line)), read.isWhole else {
                throw CommandError.failed(
                    "\(path), line \(number + 1): not pairs; write an object with “benchmark”, “metric” and “pairs”, "
                        + "each pair [base, head]."
                )
            }
            lines.append(read)
        }
        return lines
    }

    private static func json(_ comparison: InterleavedComparison, _ name: String?) throws -> String {
        try comparison.rows.map { row in
            String(decoding: try JSONCoding.encoder.encode(PairsVerdict(row, comparison: name)), as: UTF8.self) + "\n"
        }.joined()
    }

    /// The verdicts as people read them, a row each, and what was doubtful below.
    static func table(_ comparison: InterleavedComparison, _ name: String?, _ output: Output) -> String {
        var table = TextTable(
            .elastic("benchmark"),
            .text("metric"),
            .number("base"),
            .number("head"),
            .number("change"),
            .text("95 % interval"),
            .number("p"),
            .number("pairs"),
            .text("verdict")
        )
        for row in comparison.rows {
            let parameters = TextShort.parameters(row.parameters)
            let values = [row.before, row.after].compactMap(\.self)
            let decimals = TextNumber.decimals(for: values)
            func text(_ value: Double?) -> String { value.map { TextNumber.text($0, decimals: decimals) } ?? "" }
            let ends = row.interval.map { [$0.lowerBound, $0.upperBound].map(ComparePercent.text) }
            let isBad = row.verdict == .regressed
            table.add(
                .init([row.benchmark, parameters].filter { !$0.isEmpty }.joined(separator: "  ")),
                .init(row.metric),
                .init(text(row.before)),
                .init(text(row.after)),
                .init(row.ratio.map(ComparePercent.text) ?? ""),
                .init(ends.map { "\($0[0]) … \($0[1])" } ?? "", .faint),
                .init(row.p.map { String(format: "%.2g", $0) } ?? (row.isExact ? "exact" : "")),
                .init(row.pairs > 0 ? "\(row.pairs)" : ""),
                .init("\(row.verdict.rawValue): \(row.reason)", isBad ? .bad : row.verdict == .improved ? .good : nil)
            )
        }
        let title = name.map { TextPlain.of($0) + "\n" } ?? ""
        let warnings = comparison.rows.flatMap { row in
            row.warnings.map { "warning: \(TextPlain.of(row.benchmark)) \(TextPlain.of(row.metric)): \($0.message)\n" }
        }
        return title + table.text(on: output) + warnings.joined()
    }
}
