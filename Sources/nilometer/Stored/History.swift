import ArgumentParser
import NilometerAPI
import NilometerClient
import NilometerCore

/// Shows the levels of a benchmark along a branch.
struct History: ServerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows the levels of a benchmark along a branch.",
        discussion: """
            One series is shown as a table with its newest commit last. Where a benchmark has several (metrics, \
            parameters, machines), each is one line; name one of them to see its table.
            """
    )

    /// The most series that are shown.
    private static let mostSeries = 100

    @OptionGroup var options: ServerOptions
    @Option(help: "Only this metric, such as ns/op.")
    var metric: String?
    @Option(help: "Only this machine.")
    var machine: String?
    @Option(help: "The branch; the project's default branch when absent.")
    var branch: String?
    @Option(help: "Only series with this parameter, as key=value; repeatable.")
    var param: [String] = []
    @Flag(help: "Show how small a step would be found within 1, 5 and 10 runs, instead of the points.")
    var power = false
    @Option(name: .customShort("n"), help: "How many of the newest points are shown.")
    var count = 20
    @Argument(help: "The benchmark's name, as “nilometer benchmarks” lists it.")
    var benchmark: String

    func validate() throws {
        if count < 1 { throw ValidationError("-n counts from 1.") }
        for pair in param where PlaceOptions.pair(pair) == nil {
            throw ValidationError("--param “\(pair)” is not key=value.")
        }
    }

    func perform(in session: Session) async throws {
        let project = try session.project()
        if power { return try await showPower(of: project, in: session) }
        var histories: [SeriesHistory] = []
        let shown = try await series(of: project, session)
        for series in shown {
            let points = Route("projects", project, "series", series.id, "points", query: ["branch": branch])
            let changes = Route("projects", project, "series", series.id, "changes", query: ["branch": branch])
            histories.append(
                SeriesHistory(
                    series: series,
                    points: try await session.client.get(points).value(),
                    changes: try await session.all(ChangeView.self, changes),
                    bridges: try await bridges(to: series, of: shown, project, session)
                )
            )
        }
        // A series without a point on this branch has nothing to show beside others that have.
        if histories.contains(where: { !$0.points.commits.isEmpty }) {
            histories.removeAll { $0.points.commits.isEmpty }
        }
        try session.show(list: histories.map { session.isJSON ? $0.newest(count) : $0 }) { histories in
            histories.count == 1
                ? HistoryText(history: histories[0], count: count).text(on: session.output)
                : HistoriesText(benchmark: benchmark, histories: histories).text(on: session.output)
        }
    }

    private func showPower(of project: String, in session: Session) async throws {
        var cards: [DetectabilityView] = []
        for series in try await series(of: project, session) {
            let route = Route("projects", project, "series", series.id, "power", query: ["branch": branch])
            cards.append(try await session.client.get(route).value())
        }
        // A series without a point on this branch has nothing to show beside others that have.
        if cards.contains(where: { $0.points > 0 }) { cards.removeAll { $0.points == 0 } }
        try session.show(list: cards) { HistoryPowerText(benchmark: benchmark, cards: $0).text(on: session.output) }
    }

    /// The bridges from strands that are shown before a series; nil where there is none.
    private func bridges(
        to series: SeriesView,
        of shown: [SeriesView],
        _ project: String,
        _ session: Session
    ) async throws -> [BridgeView]? {
        let earlier = shown.prefix { $0.id != series.id }.filter(series.isStrand(beside:)).map(\.id)
        guard !earlier.isEmpty else { return nil }
        let route = Route("projects", project, "series", series.id, "bridges", query: ["branch": branch])
        return try await session.all(BridgeView.self, route).filter { earlier.contains($0.from) }
    }

    private func series(of project: String, _ session: Session) async throws -> [SeriesView] {
        let route = Route("projects", project, "series", query: ["benchmark": benchmark])
        let known = try await session.all(SeriesView.self, route)
        guard !known.isEmpty else { throw try await unknownBenchmark(project, session) }
        let wanted = param.compactMap(PlaceOptions.pair)
        let found = known.filter { series in
            (metric == nil || series.metric == metric) && (machine == nil || series.machine == machine)
                && wanted.allSatisfy { series.parameters[$0.key] == $0.value }
        }
        guard !found.isEmpty else { throw CommandError.failed(unfit(known)) }
        guard found.count <= Self.mostSeries else {
            throw CommandError.failed(
                "“\(benchmark)” has \(TextNumber.text(Double(found.count))) series, more than the "
                    + "\(Self.mostSeries) that are shown; choose with --metric, --machine or --param."
            )
        }
        return found
    }

    private func unfit(_ known: [SeriesView]) -> String {
        let metrics = Set(known.map(\.metric)).sorted().joined(separator: ", ")
        let machines = Set(known.map(\.machine)).sorted().joined(separator: ", ")
        let keys = Set(known.flatMap { $0.parameters.map { "\($0.key)=\($0.value)" } }).sorted()
        let parameters = keys.isEmpty ? "no parameter" : keys.prefix(12).joined(separator: ", ")
        return "“\(benchmark)” has no such series; it has the metrics \(metrics), on \(machines), with \(parameters)."
    }

    private func unknownBenchmark(_ project: String, _ session: Session) async throws -> CommandError {
        let names = try await session.all(String.self, Route("projects", project, "benchmarks"))
        guard !names.isEmpty else {
            return .failed("The project “\(project)” has no benchmark yet; send results with “nilometer upload”.")
        }
        let question = NearNames.question(benchmark, in: names) ?? "“nilometer benchmarks” lists the names."
        return .failed("There is no benchmark “\(benchmark)” in “\(project)”; \(question)")
    }
}
