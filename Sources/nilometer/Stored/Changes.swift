import ArgumentParser
import NilometerAPI
import NilometerClient
import NilometerCore

/// Lists the places where a level moved.
struct Changes: ServerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists the places where the level of a benchmark moved, in the order of commits."
    )

    @OptionGroup var options: ServerOptions
    @Option(help: "Only this benchmark.")
    var benchmark: String?
    @Option(help: "Only this metric, such as allocs/op.")
    var metric: String?
    @Option(help: "Only this machine.")
    var machine: String?
    @Option(help: "Only changes that begin at this commit; the first letters of its hash will do.")
    var commit: String?
    @Option(help: "Only changes in this state: pending, suspected, confirmed or retracted.")
    var state: ChangeState?
    @Flag(help: "Only changes for the worse.")
    var regressions = false

    func perform(in session: Session) async throws {
        let project = try session.project()
        let route = Route(
            "projects",
            project,
            "changes",
            query: ["state": state?.rawValue, "benchmark": benchmark, "metric": metric, "machine": machine]
        )
        let found = try await session.all(ChangeView.self, route).filter(isWanted)
        let changes = try await CommitOrder.sorted(found, of: project, session)
        try session.show(list: changes) { changes in
            guard changes.isEmpty else { return ChangesText(changes: changes).text(on: session.output) }
            return isFiltered ? "no change fits these filters\n" : "no change was found in this project so far\n"
        }
    }

    private var isFiltered: Bool {
        benchmark != nil || metric != nil || machine != nil || commit != nil || state != nil || regressions
    }

    private func isWanted(_ change: ChangeView) -> Bool {
        (benchmark == nil || change.benchmark == benchmark) && (metric == nil || change.metric == metric)
            && (machine == nil || change.machine == machine) && (state == nil || change.state == state)
            && (commit.map { change.commit.hasPrefix($0) } ?? true)
            && (!regressions || ChangesText.word(change) == "regressed")
    }
}
