import Foundation
import NilometerCore

/// The findings of `detect` for people.
enum DetectTable {
    /// The names of the columns.
    static let head = row("SERIES", "CLASS", "INDEX", "STATE", "BEFORE", "AFTER", "CHANGE")

    /// A line for each change of a series; one line where there is none; each ends in a line break.
    static func rows(_ output: DetectOutput) -> String {
        let known = output.learning ? "\(output.seriesClass), learning" : output.seriesClass
        guard !output.changes.isEmpty else {
            return row(output.id.text, known, "-", "no change", "", "", "") + "\n"
        }
        return output.changes.map { change in
            row(
                output.id.text,
                known,
                String(change.index),
                change.state.rawValue,
                short(change.before),
                short(change.after),
                size(change)
            ) + "\n"
        }.joined()
    }

    private static func size(_ change: DetectOutput.Change) -> String {
        guard let ratio = change.ratio else { return String(format: "%+.6g", change.after - change.before) }
        var text = String(format: "%+.2f %%", 100 * (ratio - 1))
        if let interval = change.interval, let coverage = change.coverage {
            text += String(
                format: " (%.0f %% interval %+.2f … %+.2f)",
                100 * coverage,
                100 * (interval[0] - 1),
                100 * (interval[1] - 1)
            )
        }
        if let p = change.p { text += p < 1e-12 ? ", p < 1e-12" : String(format: ", p = %.2g", p) }
        return text
    }

    private static func short(_ value: Double) -> String { String(format: "%.6g", value) }

    private static func row(_ columns: String...) -> String {
        let widths = [20, 20, 7, 11, 13, 13]
        let padded = columns.enumerated().map { place, text in
            place < widths.count && text.count < widths[place]
                ? text + String(repeating: " ", count: widths[place] - text.count) : text
        }
        return padded.joined(separator: " ")
    }
}
