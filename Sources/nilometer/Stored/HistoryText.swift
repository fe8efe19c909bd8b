import NilometerAPI
import NilometerCore

/// Draws one series: a line of bars over all its points, and a table of the newest.
struct HistoryText {
    /// The most bars of a line where standard output is no terminal.
    static let widest = 72

    var history: SeriesHistory
    /// How many points the table has.
    var count: Int

    func text(on output: Output) -> String {
        let series = history.series
        let points = history.points
        let title = [series.benchmark, TextShort.parameters(series.parameters), series.metric].filter { !$0.isEmpty }
        var text = TextPaint.strong.on(TextPlain.of(title.joined(separator: "  ")), output.hasColour)
        text += TextPlain.of("  on \(series.machine)") + "\n"
        guard !points.commits.isEmpty else { return text + "no run of this series lies on this branch\n" }
        text += bars(on: output)
        let shown = Set(points.commits.suffix(count))
        let changes = history.changes.filter { shown.contains($0.commit) }
        return text + table.text(on: output) + ChangesText.causes(of: changes, withCommit: true)
    }

    private func bars(on output: Output) -> String {
        let line = TextSparkline(history.points.values, width: min(output.width ?? Self.widest, Self.widest))
        let marks = line.marks(at: Array(history.changesByPlace.keys))
        return line.text + "\n" + (marks.isEmpty ? "" : marks + "\n") + "\n"
    }

    private var table: TextTable {
        let points = history.points
        let places = points.commits.indices.suffix(count)
        let unit = TextNumber.unit(history.series.unit)
        let decimals = TextNumber.decimals(for: places.map { points.values[$0] })
        let changes = history.changesByPlace
        var table = TextTable(
            .text("commit"),
            .number("value"),
            .number("±"),
            .number("samples"),
            .text("change"),
            .text("state")
        )
        for place in places {
            let change = changes[place]
            let word = change.map { ChangesText.word($0, better: history.series.better) } ?? ""
            let sign = change.map { $0.after > $0.before ? "▲" : "▼" } ?? ""
            let move = change.map { TextNumber.move(from: $0.before, to: $0.after) } ?? ""
            table.add(
                .init(TextShort.commit(points.commits[place])),
                .init(TextNumber.text(points.values[place], decimals: decimals) + unit),
                .init(spread(at: place), .faint),
                .init(TextNumber.text(Double(points.counts[place])), .faint),
                .init("\(sign) \(move) \(word)".trimmingSpaces, ChangesText.paint(word)),
                .init(change?.state.rawValue ?? "", .faint)
            )
        }
        return table
    }

    private func spread(at place: Int) -> String {
        guard let spread = history.points.spreads[place], history.points.counts[place] > 1 else { return "" }
        let value = abs(history.points.values[place])
        guard value > 0 else { return spread == 0 ? "0%" : TextNumber.text(spread) }
        let share = spread / value * 100
        return TextNumber.text(share, decimals: share > 0 && share < 9.95 ? 1 : 0) + "%"
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
