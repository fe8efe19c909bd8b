import ArgumentParser
import NilometerAPI
import NilometerClient
import NilometerCore

/// Runs, and what was read from them.
struct Runs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists runs, shows one with its readings, deletes one.",
        subcommands: [List.self, Show.self, Readings.self, Delete.self],
        defaultSubcommand: List.self
    )

    /// Lists runs.
    struct List: ServerCommand {
        static let configuration = CommandConfiguration(abstract: "Lists the newest runs (the default).")

        @OptionGroup var options: ServerOptions
        @Option(help: "Only runs of this commit.")
        var commit: String?
        @Option(help: "Only runs of this branch.")
        var branch: String?
        @Option(help: "Only runs of this machine.")
        var machine: String?
        @Option(name: .customShort("n"), help: "How many.")
        var count = 20

        func validate() throws { if count < 1 { throw ValidationError("-n counts from 1.") } }

        func perform(in session: Session) async throws {
            let route = Route(
                "projects",
                try session.project(),
                "runs",
                query: [
                    "commit": commit, "branch": branch, "machine": machine, "limit": String(min(count, 1000)),
                ]
            )
            let runs = try await session.all(RunView.self, route, limit: count)
            try session.show(list: runs) { runs in
                runs.isEmpty ? "no run fits; send one with “nilometer upload”\n" : table(runs).text(on: session.output)
            }
        }

        private func table(_ runs: [RunView]) -> TextTable {
            var table = TextTable(
                .text("run"),
                .text("commit"),
                .elastic("branch"),
                .text("machine"),
                .number("readings"),
                .number("warnings"),
                .text("received"),
                .elastic("job")
            )
            for run in runs {
                table.add(
                    .init(run.id),
                    .init(TextShort.commit(run.commit)),
                    .init(run.branch),
                    .init(run.machine),
                    .init(TextNumber.text(Double(run.readings))),
                    .init(run.warnings.isEmpty ? "" : TextNumber.text(Double(run.warnings.count))),
                    .init(TextShort.time(run.receivedAt), .faint),
                    .init([run.origin.job, run.origin.part].compactMap { $0 }.joined(separator: " "))
                )
            }
            return table
        }
    }

    /// Shows one run.
    struct Show: ServerCommand {
        static let configuration = CommandConfiguration(abstract: "Shows where a run came from and what was doubtful.")

        @OptionGroup var options: ServerOptions
        @Argument(help: "The run's id.")
        var id: String

        func perform(in session: Session) async throws {
            let answer = try await session.client.get(Route("projects", try session.project(), "runs", id))
            try session.show(answer, as: RunView.self) { RunText.text(of: $0, on: session.output) }
        }
    }

    /// Lists the readings of one run.
    struct Readings: ServerCommand {
        static let configuration = CommandConfiguration(abstract: "Lists the readings of a run.")

        @OptionGroup var options: ServerOptions
        @Argument(help: "The run's id.")
        var id: String

        func perform(in session: Session) async throws {
            let route = Route("projects", try session.project(), "runs", id, "readings")
            let readings = try await session.all(ReadingView.self, route)
            try session.show(list: readings) { RunText.table(of: $0).text(on: session.output) }
        }
    }

    /// Deletes one run.
    struct Delete: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "Deletes a run, such as one of a broken machine; its series are looked at again."
        )

        @OptionGroup var options: ServerOptions
        @Argument(help: "The run's id.")
        var id: String

        func perform(in session: Session) async throws {
            try await session.client.delete(Route("projects", try session.project(), "runs", id))
            try session.confirm(["deleted": id], "\(TextPlain.of(id)) is deleted")
        }
    }
}
