import Foundation
import NilometerCore

/// A report as a table for people.
enum ReportTable {
    /// The table, its heading and the warnings.
    static func text(of report: Report, file: String) -> String {
        let count = report.readings.count
        var lines = ["\(file): \(report.format), \(count) \(count == 1 ? "reading" : "readings")"]
        let head = ["BENCHMARK", "METRIC", "VALUE", "UNIT", "BETTER", "SAMPLES", "NOTE"]
        let rows = [head] + report.readings.map(row)
        let widths = head.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        for row in rows {
            let cells = zip(row, widths).enumerated().map { column, cell in
                let blanks = String(repeating: " ", count: cell.1 - cell.0.count)
                // Figures stand right, words left.
                return column == 2 || column == 5 ? blanks + cell.0 : cell.0 + blanks
            }
            var line = cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            lines.append(line)
        }
        for warning in report.warnings {
            lines.append("warning\(warning.line.map { ", line \($0)" } ?? ""): \(shown(warning.message))")
        }
        return lines.joined(separator: "\n")
    }

    private static func row(_ reading: Reading) -> [String] {
        let parameters = reading.parameters.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        let value = reading.value.map { String(format: "%.6g", $0) } ?? "-"
        let spread = reading.spread.map { "\($0.kind) \(String(format: "%.3g", $0.value))" }
        let note = [reading.error.map { "error: \($0)" }, spread].compactMap { $0 }.joined(separator: "; ")
        return [
            reading.benchmark + parameters, reading.metric, value, reading.unit, reading.better.rawValue,
            reading.samples.isEmpty ? "-" : String(reading.samples.count), note,
        ].map(shown)
    }

    /// Text from a file without what would move a terminal's cursor.
    private static func shown(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }
            )
        )
    }
}
