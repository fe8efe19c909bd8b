import ArgumentParser
import Foundation
import NilometerAPI
import NilometerClient

/// Projects.
struct ProjectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "project",
        abstract: "Lists, makes, shows, changes and deletes projects.",
        subcommands: [List.self, Create.self, Show.self, Update.self, Delete.self],
        defaultSubcommand: List.self
    )

    /// What is sent of a project; what is absent stays as it is.
    struct Draft: Encodable {
        var slug: String?
        var name: String?
        var defaultBranch: String?
        var alertBudget: Double?
    }

    /// Lists projects.
    struct List: ServerCommand {
        static let configuration = CommandConfiguration(abstract: "Lists the projects of the server (the default).")

        @OptionGroup var options: ServerOptions

        func perform(in session: Session) async throws {
            try session.show(list: try await session.all(ProjectView.self, Route("projects"))) { projects in
                projects.isEmpty
                    ? "no project yet; make one with “nilometer project create SLUG”\n"
                    : ProjectCommand.table(projects).text(on: session.output)
            }
        }
    }

    /// Makes a project.
    struct Create: ServerCommand {
        static let configuration = CommandConfiguration(abstract: "Makes a project.")

        @OptionGroup var options: ServerOptions
        @Option(help: "The name for people; the slug when absent.")
        var name: String?
        @Option(help: "The branch whose changes are kept; main when absent.")
        var defaultBranch: String?
        @Option(help: "How many false alerts a month are allowed; 1 when absent.")
        var alertBudget: Double?
        @Argument(help: "The id in addresses: letters, digits, “-”, “_”, “.”.")
        var slug: String

        func perform(in session: Session) async throws {
            let draft = Draft(slug: slug, name: name, defaultBranch: defaultBranch, alertBudget: alertBudget)
            let answer = try await session.client.post(Route("projects"), draft)
            try session.show(answer, as: ProjectView.self) { project in
                "\(TextPlain.of(project.slug)) is made; its default branch is \(TextPlain.of(project.defaultBranch))\n"
            }
        }
    }

    /// Shows a project.
    struct Show: ServerCommand {
        static let configuration = CommandConfiguration(abstract: "Shows a project.")

        @OptionGroup var options: ServerOptions
        @Argument(help: "The slug; that of --project or NILOMETER_PROJECT when absent.")
        var slug: String?

        func perform(in session: Session) async throws {
            let slug = try slug ?? session.project()
            let answer = try await session.client.get(Route("projects", slug))
            let rates: [RateView] =
                session.isJSON
                ? [] : try await session.all(RateView.self, Route("projects", slug, "rates"))
            try session.show(answer, as: ProjectView.self) { project in
                ProjectCommand.table([project]).text(on: session.output) + rates.map(Self.text).joined()
            }
        }

        /// What is known of false alarms, in a line.
        static func text(_ rate: RateView) -> String {
            func share(_ part: Int, _ whole: Int, _ what: String) -> String {
                "\(TextNumber.text(Double(part))) of \(TextNumber.text(Double(whole))) \(what)"
            }
            return TextPlain.of(rate.rule) + " rule: "
                + [
                    share(rate.invalidAlerts, rate.alerts, "alerts invalid"),
                    share(rate.differingReruns, rate.reruns, "re-runs differ (1 in 100 would by chance)"),
                    share(rate.changedBinaries, rate.equalBinaries, "equal binaries changed"),
                    rate.level.map { "a lone change needs a strength of \(String(format: "%.1f", $0)) decades" }
                        ?? "no noisy change is told",
                ].joined(separator: "; ") + "\n"
        }
    }

    /// Changes a project.
    struct Update: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "Changes the name, the default branch or the alert budget of a project."
        )

        @OptionGroup var options: ServerOptions
        @Option(help: "The new name.")
        var name: String?
        @Option(help: "The branch whose changes are kept from now on.")
        var defaultBranch: String?
        @Option(help: "How many false alerts a month are allowed from now on.")
        var alertBudget: Double?
        @Argument(help: "The slug; that of --project or NILOMETER_PROJECT when absent.")
        var slug: String?

        func validate() throws {
            guard name == nil, defaultBranch == nil, alertBudget == nil else { return }
            throw ValidationError("Give --name, --default-branch or --alert-budget.")
        }

        func perform(in session: Session) async throws {
            let slug = try slug ?? session.project()
            let draft = Draft(name: name, defaultBranch: defaultBranch, alertBudget: alertBudget)
            let answer = try await session.client.patch(Route("projects", slug), draft)
            try session.show(answer, as: ProjectView.self) { ProjectCommand.table([$0]).text(on: session.output) }
        }
    }

    /// Deletes a project.
    struct Delete: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "Deletes a project with all its runs, changes and alerts; this cannot be undone."
        )

        @OptionGroup var options: ServerOptions
        @Flag(help: "Yes, delete all of it.")
        var yes = false
        @Argument(help: "The slug; it must be typed, and is not taken from the environment.")
        var slug: String

        func perform(in session: Session) async throws {
            let project = try await session.client.get(Route("projects", slug)).value(ProjectView.self)
            guard yes else {
                throw CommandError.usage("“\(project.slug)” would be deleted with all its runs; add --yes to do it.")
            }
            try await session.client.delete(Route("projects", slug))
            try session.confirm(["deleted": slug], "\(TextPlain.of(slug)) is deleted with all its runs")
        }
    }

    private static func table(_ projects: [ProjectView]) -> TextTable {
        var table = TextTable(
            .text("project"),
            .elastic("name"),
            .elastic("default branch"),
            .text("false alerts a month"),
            .text("made")
        )
        for project in projects {
            table.add(
                .init(project.slug),
                .init(project.name),
                .init(project.defaultBranch),
                .init(TextNumber.text(project.alertBudget)),
                .init(TextShort.time(project.createdAt), .faint)
            )
        }
        return table
    }
}
