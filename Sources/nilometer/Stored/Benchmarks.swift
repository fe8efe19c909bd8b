import ArgumentParser
import NilometerAPI
import NilometerClient

/// Lists the benchmarks of a project.
struct Benchmarks: ServerCommand {
    /// What is printed of one benchmark.
    struct Row: Codable, Sendable, Equatable {
        var benchmark: String
        var metrics: [String]
        var machines: [String]
        var series: Int
    }

    static let configuration = CommandConfiguration(abstract: "Lists the benchmarks of a project, with their metrics.")

    @OptionGroup var options: ServerOptions
    @Argument(help: "Only names that contain this text.")
    var text: String?

    func perform(in session: Session) async throws {
        let series = try await session.all(SeriesView.self, Route("projects", try session.project(), "series"))
        let wanted = text?.lowercased()
        let rows = Self.rows(of: series).filter { row in
            wanted.map { row.benchmark.lowercased().contains($0) } ?? true
        }
        try session.show(list: rows) { rows in
            guard !rows.isEmpty else {
                return series.isEmpty
                    ? "no benchmark yet; send results with “nilometer upload”\n"
                    : "no benchmark has this text in its name\n"
            }
            var table = TextTable(
                .elastic("benchmark"),
                .elastic("metrics"),
                .elastic("machines"),
                .number("series")
            )
            for row in rows {
                table.add(
                    .init(row.benchmark),
                    .init(row.metrics.joined(separator: ", ")),
                    .init(row.machines.joined(separator: ", ")),
                    .init(TextNumber.text(Double(row.series)))
                )
            }
            return table.text(on: session.output)
        }
    }

    /// One row a benchmark, by name.
    static func rows(of series: [SeriesView]) -> [Row] {
        Dictionary(grouping: series, by: \.benchmark).sorted { $0.key < $1.key }.map { name, series in
            Row(
                benchmark: name,
                metrics: Set(series.map(\.metric)).sorted(),
                machines: Set(series.map(\.machine)).sorted(),
                series: series.count
            )
        }
    }
}
