import ArgumentParser
import Foundation
import NilometerCore
import NilometerSQLite
import NilometerServer

/// Makes tokens beside a running server.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Makes access tokens.",
        subcommands: [Create.self]
    )

    /// Makes one token and prints it.
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Makes a token and prints it, once.")

        @OptionGroup var data: DataOptions
        @Option(help: "What people call it.")
        var name = "admin"
        @Option(help: "upload, read, triage or admin; repeatable.")
        var scope: [String] = ["admin"]
        @Option(help: "The one project it is for.")
        var project: String?

        func run() async throws {
            let scopes = scope.compactMap(AccessToken.Scope.init)
            guard scopes.count == scope.count else {
                throw ValidationError("--scope must be upload, read, triage or admin.")
            }
            let made = Tokens.make(name: name, scopes: scopes, project: project, expiresAt: nil, now: Date())
            try await data.open(exclusive: false).createToken(made.token)
            print(made.text)
        }
    }
}
