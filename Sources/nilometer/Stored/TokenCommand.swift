import ArgumentParser
import NilometerAPI
import NilometerClient
import NilometerCore

/// Access tokens.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Lists, makes and revokes access tokens.",
        subcommands: [List.self, Create.self, Revoke.self],
        defaultSubcommand: List.self
    )

    /// Lists tokens.
    struct List: ServerCommand {
        static let configuration = CommandConfiguration(abstract: "Lists tokens, never their text (the default).")

        @OptionGroup var options: ServerOptions

        func perform(in session: Session) async throws {
            try session.show(list: try await session.all(TokenView.self, Route("tokens"))) { tokens in
                var table = TextTable(
                    .text("token"),
                    .elastic("name"),
                    .text("scopes"),
                    .text("project"),
                    .text("made"),
                    .text("ends")
                )
                for token in tokens {
                    table.add(
                        .init(token.id),
                        .init(token.name),
                        .init(token.scopes.map(\.rawValue).joined(separator: ",")),
                        .init(token.project ?? "all"),
                        .init(TextShort.time(token.createdAt), .faint),
                        .init(token.expiresAt.map(TextShort.time) ?? "", .faint)
                    )
                }
                return table.text(on: session.output)
            }
        }
    }

    /// Makes a token.
    struct Create: ServerCommand {
        /// What is sent of a token.
        struct Draft: Encodable {
            var name: String
            var scopes: [String]
            var project: String?
            var expiresAt: String?
        }

        static let configuration = CommandConfiguration(
            abstract: "Makes a token and prints it, once.",
            discussion: """
                With --project the token is for that project alone. NILOMETER_PROJECT is not looked at. The token is the \
                only line of standard output, so that it can be piped into a secret store.
                """
        )

        @OptionGroup var options: ServerOptions
        @Option(help: "What people call it, such as “ci of parser”.")
        var name: String
        @Option(help: "upload, read, triage or admin; repeatable.")
        var scope: [AccessToken.Scope]
        @Option(help: "When it ends, RFC 3339, such as 2027-01-01T00:00:00Z.")
        var expiresAt: String?

        func perform(in session: Session) async throws {
            let draft = Draft(
                name: name,
                scopes: scope.map(\.rawValue),
                project: options.project,
                expiresAt: expiresAt
            )
            let answer = try await session.client.post(Route("tokens"), draft)
            let made = try answer.value(TokenView.self)
            try session.show(answer, as: TokenView.self) { token in (token.token ?? "") + "\n" }
            let reach = made.project.map { "the project \($0)" } ?? "all projects"
            Output.tell("\(made.id) is made, for \(reach); the token is shown this once.")
        }
    }

    /// Revokes a token.
    struct Revoke: ServerCommand {
        static let configuration = CommandConfiguration(abstract: "Revokes a token at once.")

        @OptionGroup var options: ServerOptions
        @Argument(help: "The token's id, tok_…, never the token itself.")
        var id: String

        func validate() throws {
            if id.hasPrefix("nlm_") {
                throw ValidationError("That is a token, not its id; “nilometer token list” shows the ids, tok_….")
            }
        }

        func perform(in session: Session) async throws {
            try await session.client.delete(Route("tokens", id))
            try session.confirm(["revoked": id], "\(TextPlain.of(id)) is revoked")
        }
    }
}
