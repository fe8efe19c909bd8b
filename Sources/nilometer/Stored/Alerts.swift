import ArgumentParser
import NilometerAPI
import NilometerClient
import NilometerCore

/// Alerts, and what people decide on them.
struct Alerts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists alerts, shows one, and takes decisions on them.",
        subcommands: [
            List.self, Show.self, Acknowledge.self, Accept.self, Resolve.self, Invalid.self, Reopen.self,
        ],
        defaultSubcommand: List.self
    )

    /// Lists alerts.
    struct List: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the alerts that wait for somebody (the default)."
        )

        @OptionGroup var options: ServerOptions
        @Option(help: "Only alerts in this state: open, acknowledged, resolved, accepted, invalid or recovered.")
        var state: Alert.State?
        @Option(help: "Only alerts of this kind: regression, missing, instrument or environment.")
        var kind: Alert.Kind?
        @Flag(help: "Alerts in every state.")
        var all = false

        func validate() throws {
            if all && state != nil { throw ValidationError("Give --state or --all, not both.") }
        }

        func perform(in session: Session) async throws {
            let project = try session.project()
            let route = Route(
                "projects",
                project,
                "alerts",
                query: ["state": state?.rawValue, "kind": kind?.rawValue]
            )
            let alerts = try await session.all(AlertView.self, route)
            let shown = alerts.filter { state != nil || all || $0.state == .open || $0.state == .acknowledged }
            try session.show(list: shown) { shown in
                if shown.isEmpty { return empty(alerts.count) }
                return AlertsText.table(shown).text(on: session.output)
            }
        }

        private func empty(_ others: Int) -> String {
            if let state { return "no alert is \(state.rawValue)\n" }
            if let kind, others == 0 { return "no alert of kind \(kind.rawValue) was raised so far\n" }
            if others == 0 { return "no alert was raised in this project so far\n" }
            return "no alert waits for anybody; \(TextShort.count(others, "older one")) with --all\n"
        }
    }

    /// Shows one alert with its changes.
    struct Show: ServerCommand {
        static let configuration = CommandConfiguration(abstract: "Shows an alert with its changes.")

        @OptionGroup var options: ServerOptions
        @Argument(help: "The alert's id, or so much of its beginning or end that it is the only one.")
        var alert: String

        func perform(in session: Session) async throws {
            let route = Route("projects", try session.project(), "alerts", try await AlertID.whole(alert, session))
            let answer = try await session.client.get(route)
            let view = try answer.value(AlertView.self)
            let commit = session.isJSON ? nil : await commit(of: view, session)
            let series = session.isJSON ? [] : try await series(of: view, session)
            try session.show(answer, as: AlertView.self) {
                AlertsText.text(of: $0, commit: commit, series: series, on: session.output)
            }
        }

        /// The series that the alert names.
        private func series(of alert: AlertView, _ session: Session) async throws -> [SeriesView] {
            guard !alert.series.isEmpty else { return [] }
            let project = try session.project()
            let named = Set(alert.series)
            let route = Route(
                "projects",
                project,
                "series",
                query: ["machine": alert.machine, "metric": alert.metric]
            )
            return try await session.all(SeriesView.self, route).filter { named.contains($0.id) }
        }

        /// What is known of the commit; nil when nothing is, which leaves the alert as readable as before.
        private func commit(of alert: AlertView, _ session: Session) async -> AlertsText.Commit? {
            do {
                let route = Route("projects", try session.project(), "commits", alert.commitRange.to)
                return try await session.client.get(route).value()
            } catch { return nil }
        }
    }

    /// Says that somebody looks at it.
    struct Acknowledge: AlertDecision {
        static let word = "acknowledge"
        static let configuration = CommandConfiguration(abstract: "Says that somebody looks at it.")
        @OptionGroup var options: ServerOptions
        @OptionGroup var target: AlertTarget
    }

    /// Says that the new level is meant.
    struct Accept: AlertDecision {
        static let word = "accept"
        static let configuration = CommandConfiguration(abstract: "Says that the new level is meant.")
        @OptionGroup var options: ServerOptions
        @OptionGroup var target: AlertTarget
    }

    /// Says that it was mended.
    struct Resolve: AlertDecision {
        static let word = "resolve"
        static let configuration = CommandConfiguration(abstract: "Says that it was mended.")
        @OptionGroup var options: ServerOptions
        @OptionGroup var target: AlertTarget
    }

    /// Says that no level moved.
    struct Invalid: AlertDecision {
        static let word = "invalid"
        static let configuration = CommandConfiguration(abstract: "Says that it is a false alarm.")
        @OptionGroup var options: ServerOptions
        @OptionGroup var target: AlertTarget
    }

    /// Takes a decision back, or tells what is held.
    struct Reopen: AlertDecision {
        static let word = "reopen"
        static let configuration = CommandConfiguration(abstract: "Takes a decision back; tells an alert that is held.")
        @OptionGroup var options: ServerOptions
        @OptionGroup var target: AlertTarget
    }
}
