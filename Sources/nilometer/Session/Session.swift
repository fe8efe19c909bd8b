import ArgumentParser
import Foundation
import NilometerAPI
import NilometerClient

/// One command's conversation with a server.
struct Session: Sendable {
    /// Asks the server.
    let client: NilometerClient
    /// Whether a token was given.
    let hasToken: Bool
    /// Whether JSON is printed.
    let isJSON: Bool
    /// Standard output.
    let output: Output
    /// The environment's variables.
    let environment: [String: String]
    private let givenProject: String?

    /// Runs `body`, and turns its errors into a sentence on standard error and an exit status.
    static func open(_ options: ServerOptions, _ body: (Session) async throws -> Void) async throws {
        let environment = ProcessInfo.processInfo.environment
        let server = ServerOptions.value(options.server, "NILOMETER_SERVER", in: environment)
        // Secrets come with a line end when they are read from a file.
        let token = ServerOptions.value(options.token, "NILOMETER_TOKEN", in: environment)?
            .trimmingCharacters(in: .whitespacesAndNewlines)
        do {
            try checkToken(token)
            try await NilometerClient.with(
                server: server ?? "http://127.0.0.1:7622",
                token: token,
                notice: { Output.tell($0) }
            ) { client in
                let session = Session(
                    client: client,
                    hasToken: token != nil,
                    isJSON: options.json,
                    output: Output.current(environment: environment),
                    environment: environment,
                    givenProject: ServerOptions.value(options.project, "NILOMETER_PROJECT", in: environment)
                )
                try await body(session)
            }
        } catch let error as ClientError {
            Output.tell(sentence(error, hasToken: token != nil))
            throw ExitCode(2)
        } catch let error as CommandError {
            Output.tell(error.sentence)
            throw error.status
        } catch  where !(error is ExitCode || error is ValidationError || error is CancellationError) {
            // Left to the parser of arguments, this would end with the status of a regression.
            Output.tell("It could not be done (\(type(of: error))); “nilometer doctor” looks for the cause.")
            throw ExitCode(2)
        }
    }

    /// The project that the command is about.
    ///
    /// - Throws: `CommandError` when none is named.
    func project() throws -> String {
        guard let givenProject else {
            throw CommandError.usage("No project is named; give --project SLUG or set NILOMETER_PROJECT.")
        }
        return givenProject
    }

    /// The project, where one is named.
    var projectIfGiven: String? { givenProject }

    /// All items of a list, or its first ones.
    func all<Item: Codable & Sendable>(_ type: Item.Type, _ route: Route, limit: Int = .max) async throws -> [Item] {
        var items: [Item] = []
        guard limit > 0 else { return items }
        for try await item in client.items(of: type, at: route) {
            items.append(item)
            if items.count == limit { break }
        }
        return items
    }

    /// Prints a value: as JSON, or as the text that `draw` makes of it.
    func show<Value: Encodable>(_ value: Value, _ draw: (Value) throws -> String) throws {
        try output.write(isJSON ? json(value) + "\n" : draw(value))
    }

    /// Prints a list: as a JSON object, or as the text that `draw` makes of its items.
    func show<Item: Codable & Sendable>(list items: [Item], _ draw: ([Item]) throws -> String) throws {
        try show(Listing(items: items, next: nil)) { try draw($0.items) }
    }

    /// Prints an answer: as it came, or as the text that `draw` makes of it.
    func show<Value: Decodable>(_ answer: Answer, as type: Value.Type, _ draw: (Value) throws -> String) throws {
        let value = try answer.value(type)
        try output.write(isJSON ? String(decoding: answer.body, as: UTF8.self) + "\n" : draw(value))
    }

    /// Prints that something was done: as a JSON object, or as a sentence.
    func confirm(_ facts: [String: String], _ sentence: String) throws { try show(facts) { _ in sentence + "\n" } }

    private func json(_ value: some Encodable) throws -> String {
        String(decoding: try JSONCoding.encoder.encode(value), as: UTF8.self)
    }

    private static func checkToken(_ token: String?) throws(CommandError) {
        guard let token else { return }
        guard token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw CommandError.failed(
                "The token holds a space or a letter that no token has; copy it again, “nlm_” and 36 characters."
            )
        }
    }

    static func sentence(_ error: ClientError, hasToken: Bool) -> String {
        guard error.status == 401, !hasToken else { return error.detail }
        return
            "No token is given; set NILOMETER_TOKEN to one made with “nilometerd token create” or by an administrator."
    }
}
