import NilometerAPI
import NilometerCore

/// Draws runs and their readings.
enum RunText {
    /// The facts of a run, one a line, and its warnings.
    static func text(of run: RunView, on output: Output) -> String {
        var facts: [(String, String?)] = [
            ("commit", run.commit), ("branch", run.branch), ("machine", run.machine),
            ("readings", TextNumber.text(Double(run.readings))), ("received", TextShort.time(run.receivedAt)),
            ("ci", run.origin.provider), ("ci run", run.origin.id), ("job", run.origin.job),
            ("attempt", run.origin.attempt.map(String.init)), ("part", run.origin.part), ("url", run.origin.url),
            ("change request", run.origin.changeRequest.map(String.init)),
        ]
        facts += run.context.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        var text = TextPaint.strong.on(TextPlain.of(run.id), output.hasColour) + "\n"
        let known = facts.compactMap { name, value in value.map { (TextPlain.of(name), TextPlain.of($0)) } }
        let width = known.reduce(0) { max($0, TextWidth.of($1.0)) }
        for (name, value) in known {
            let gap = String(repeating: " ", count: width - TextWidth.of(name) + 2)
            text += "  " + TextPaint.faint.on(name, output.hasColour) + gap + value + "\n"
        }
        for warning in run.warnings {
            let line = warning.line.map { " line \($0):" } ?? ""
            text += "warning: \(TextPlain.of(warning.code)):\(line) \(TextPlain.of(warning.message))\n"
        }
        return text
    }

    /// The readings, one a row.
    static func table(of readings: [ReadingView]) -> TextTable {
        var table = TextTable(
            .elastic("benchmark"),
            .elastic("parameters"),
            .text("metric"),
            .number("value"),
            .text("unit"),
            .number("samples"),
            .elastic("error")
        )
        for reading in readings {
            table.add(
                .init(reading.benchmark),
                .init(TextShort.parameters(reading.parameters ?? [:])),
                .init(reading.metric),
                .init(reading.value.map { TextNumber.text($0) } ?? ""),
                .init(String(TextNumber.unit(reading.unit ?? "").drop { $0 == " " }), .faint),
                .init(reading.samples.map { $0.isEmpty ? "" : TextNumber.text(Double($0.count)) } ?? ""),
                .init(reading.error ?? "", .bad)
            )
        }
        return table
    }
}
