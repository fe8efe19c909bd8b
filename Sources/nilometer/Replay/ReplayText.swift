import Foundation
import NilometerAPI

/// The report of `replay` for people and for programs.
struct ReplayText {
    var report: ReplayReport

    static func json(_ report: ReplayReport) throws -> String {
        String(decoding: try JSONCoding.encoder.encode(report), as: UTF8.self) + "\n"
    }

    func text(on output: Output) -> String {
        var table = TextTable(
            .text(""),
            .number("told"),
            .number("held"),
            .number("real"),
            .number("invalid"),
            .number("precision"),
            .number("level")
        )
        for (name, side) in [("rules there are", report.current), ("new rules", report.new)] {
            table.add(
                .init(name),
                .init("\(side.told)"),
                .init("\(side.held)"),
                .init("\(side.real)"),
                .init("\(side.invalid)"),
                .init(side.precision.map { String(format: "%.0f %%", 100 * $0) } ?? "no marks"),
                .init(side.level.map { String(format: "%.1f", $0) } ?? "none")
            )
        }
        return "\(TextNumber.text(Double(report.series))) series, \(TextShort.count(report.points, "point")), "
            + "\(TextNumber.text(report.runsPerMonth)) runs a month\n" + table.text(on: output)
            + list("gained", report.gained, output) + list("lost", report.lost, output)
            + (report.alerts.map { list("told by the new rules", $0, output) } ?? "")
    }

    private func list(_ title: String, _ rows: [ReplayReport.Row], _ output: Output) -> String {
        guard !rows.isEmpty else { return "\(title): none\n" }
        var table = TextTable(
            .text("commit"),
            .elastic("benchmark"),
            .elastic("metric"),
            .text("change"),
            .text("mark")
        )
        for row in rows {
            for member in row.members {
                table.add(
                    .init(TextShort.commit(row.commitRange.to)),
                    .init(member.benchmark),
                    .init(member.metric),
                    .init(TextNumber.move(from: member.before, to: member.after)),
                    .init(row.mark ?? "")
                )
            }
        }
        return "\(title): \(rows.count)\n" + table.text(on: output)
    }
}
