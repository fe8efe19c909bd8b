import NilometerAPI
import NilometerCore

/// Draws what became of an upload.
struct UploadText {
    var uploaded: UploadedRun
    /// Whether the server had the run already.
    var isRepeated: Bool
    var hasWaited: Bool

    func text(on output: Output) -> String {
        let run = uploaded.run
        var text = TextPaint.strong.on(run.id, output.hasColour) + "  "
        text += TextShort.count(run.readings, "reading") + " of "
        text += TextPlain.of("\(TextShort.commit(run.commit)) on \(run.branch), machine \(run.machine)")
        text += isRepeated ? ": the same upload was stored before; --attempt N makes it a new run\n" : "\n"
        for warning in run.warnings {
            let line = warning.line.map { " line \($0):" } ?? ""
            text += "warning: \(TextPlain.of(warning.code)):\(line) \(TextPlain.of(warning.message))\n"
        }
        return hasWaited ? text + verdict(on: output) : text
    }

    private func verdict(on output: Output) -> String {
        guard uploaded.swept != false, let changes = uploaded.changes else {
            return "no verdict yet: the sweep had not ended in this time; ask “nilometer changes --commit "
                + "\(TextPlain.of(TextShort.commit(uploaded.run.commit)))” later\n"
        }
        guard !changes.isEmpty else { return "no change begins at this commit\n" }
        return ChangesText(changes: changes, withCommit: false).text(on: output)
    }
}
