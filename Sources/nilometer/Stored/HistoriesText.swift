import NilometerAPI
import NilometerCore

/// Draws several series of one benchmark, one a line.
struct HistoriesText {
    private static let bars = 24

    var benchmark: String
    var histories: [SeriesHistory]

    func text(on output: Output) -> String {
        let shared = histories.first.map { first in
            first.series.parameters.filter { pair in
                histories.allSatisfy { $0.series.parameters[pair.key] == pair.value }
            }
        }
        let title = [benchmark, TextShort.parameters(shared ?? [:])].filter { !$0.isEmpty }.joined(separator: "  ")
        var table = TextTable(
            .elastic("parameters"),
            .text("metric"),
            .text("machine"),
            .number("runs"),
            .text("history"),
            .number("latest"),
            .text("last change"),
            .text("at"),
            .text("state")
        )
        for history in histories { add(history, without: shared ?? [:], to: &table) }
        // People are told how to go on; files and programs are not.
        let hint = output.width == nil ? "" : "name one with --metric, --machine or --param to see its commits\n"
        return TextPaint.strong.on(TextPlain.of(title), output.hasColour) + "\n" + table.text(on: output) + bridges
            + TextPaint.faint.on(hint, output.hasColour)
    }

    /// A line for each bridge between strands: which are meant, and by what factor one reads above the other.
    private var bridges: String {
        histories.flatMap { history in
            (history.bridges ?? []).map { bridge in
                let hosts = bridge.differences.isEmpty ? "the other host" : bridge.differences.joined(separator: ", ")
                let factor = TextNumber.text(bridge.factor, decimals: 3)
                let range = bridge.interval.map { TextNumber.text($0, decimals: 3) }.joined(separator: " … ")
                let share = TextNumber.text(100 * bridge.coverage, decimals: 0)
                return TextPlain.of(
                    "\(history.series.metric) on \(history.series.machine), \(hosts): reads \(factor) times as much "
                        + "(\(share) % interval \(range); \(bridge.commits) commits measured on both)"
                ) + "\n"
            }
        }.joined()
    }

    private func add(_ history: SeriesHistory, without shared: [String: String], to table: inout TextTable) {
        let series = history.series
        let last = history.changesByPlace.max { $0.key < $1.key }?.value
        let word = last.map { ChangesText.word($0, better: series.better) } ?? ""
        let latest = history.points.values.last.map { TextNumber.text($0) + TextNumber.unit(series.unit) }
        table.add(
            .init(TextShort.parameters(series.parameters.filter { shared[$0.key] == nil })),
            .init(series.metric),
            .init(series.machine),
            .init(TextNumber.text(Double(history.points.commits.count))),
            .init(TextSparkline(history.points.values, width: Self.bars).text),
            .init(latest ?? "none"),
            .init(
                last.map { "\(TextNumber.move(from: $0.before, to: $0.after)) \(word)" } ?? "",
                ChangesText.paint(word)
            ),
            .init(last.map { TextShort.commit($0.commit) } ?? ""),
            .init(last?.state.rawValue ?? "", .faint)
        )
    }
}
