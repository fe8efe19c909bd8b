import ArgumentParser
import NilometerAPI
import NilometerClient
import NilometerCore

/// Whose jobs may upload without a secret.
struct TrustCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust",
        abstract: "Lists, adds and removes the CI jobs that may upload without a secret.",
        discussion: """
            A job of a trusted CI project proves who it is with an identity token of its CI, and gets a token of 15 minutes \
            for it, whose runs must be of the job's own commit, branch and change request.
            """,
        subcommands: [List.self, Add.self, Remove.self],
        defaultSubcommand: List.self
    )

    /// Lists rules.
    struct List: ServerCommand {
        static let configuration = CommandConfiguration(abstract: "Lists whom a project trusts (the default).")

        @OptionGroup var options: ServerOptions

        func perform(in session: Session) async throws {
            let route = Route("projects", try session.project(), "trust")
            try session.show(list: try await session.all(TrustRuleView.self, route)) { rules in
                guard !rules.isEmpty else { return "nobody is trusted yet; begin with “nilometer trust add --help”\n" }
                var table = TextTable(
                    .text("rule"),
                    .elastic("name"),
                    .elastic("issuer"),
                    .elastic("claims"),
                    .text("branch"),
                    .text("scopes")
                )
                for rule in rules {
                    table.add(
                        .init(rule.id),
                        .init(rule.name),
                        .init(rule.issuer),
                        .init(TextShort.parameters(rule.claims)),
                        .init(rule.branch ?? "the job's"),
                        .init(rule.scopes.map(\.rawValue).joined(separator: ","))
                    )
                }
                return table.text(on: session.output)
            }
        }
    }

    /// Removes a rule.
    struct Remove: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ends a trust, and the tokens that were given by it, at once."
        )

        @OptionGroup var options: ServerOptions
        @Argument(help: "The rule's id, tru_….")
        var id: String

        func perform(in session: Session) async throws {
            try await session.client.delete(Route("projects", try session.project(), "trust", id))
            try session.confirm(["removed": id], "\(TextPlain.of(id)) is removed")
        }
    }
}
