import ArgumentParser
import Foundation
import NilometerCore
import NilometerSQLite
import NilometerServer

/// Makes, lists and revokes tokens beside a running server.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Makes, lists and revokes access tokens.",
        subcommands: [Create.self, List.self, Revoke.self]
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
        @Option(help: "When it ends, RFC 3339.")
        var expires: String?

        func run() async throws {
            let scopes = scope.compactMap(AccessToken.Scope.init)
            guard scopes.count == scope.count else {
                throw ValidationError("--scope must be upload, read, triage or admin.")
            }
            let end = expires.flatMap(Timestamp.date)
            guard expires == nil || end.map({ $0 > Date() }) == true else {
                throw ValidationError("--expires must be RFC 3339 and ahead, such as 2027-01-01T00:00:00Z.")
            }
            let store = try data.open(exclusive: false)
            if let project, try await store.project(project) == nil {
                Console.tell("nilometerd: there is no project “\(project)”; make it first.")
                throw ExitCode(2)
            }
            let made = Tokens.make(name: name, scopes: scopes, project: project, expiresAt: end, now: Date())
            try await store.createToken(made.token)
            print(made.text)
        }
    }

    /// Lists tokens, never their text.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists tokens, never their text.")

        @OptionGroup var data: DataOptions

        func run() async throws {
            print("id\tname\tscopes\tproject\tcreated\texpires")
            for token in try await data.open(exclusive: false).tokens() {
                let columns = [
                    token.id, token.name, token.scopes.map(\.rawValue).joined(separator: ","), token.project ?? "all",
                    Timestamp.text(token.createdAt), token.expiresAt.map { Timestamp.text($0) } ?? "never",
                ]
                print(columns.joined(separator: "\t"))
            }
        }
    }

    /// Revokes one token.
    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Revokes a token, at once.")

        @OptionGroup var data: DataOptions
        @Argument(help: "The token's id, tok_….")
        var id: String

        func run() async throws {
            guard try await data.open(exclusive: false).deleteToken(id) else {
                Console.tell("nilometerd: there is no token “\(id)”; see “nilometerd token list”.")
                throw ExitCode(2)
            }
            print("revoked \(id)")
        }
    }
}
