import ArgumentParser
import Foundation
import NilometerAPI
import NilometerClient

/// One command's conversation with a server.
struct Session: Sendable {
    /// Asks the server.
    let client: NilometerClient
    /// Whether a token was given, or the CI vouches for the job.
    let hasToken: Bool
    /// Whether JSON is printed.
    let isJSON: Bool
    /// Standard output.
    let output: Output
    /// The environment's variables, with the machine of the files where no variable names one.
    let environment: [String: String]
    /// Where the server, the project and the machine come from, and what the repository's file says.
    let configuration: Configuration

    /// Runs `body`, and turns its errors into a sentence on standard error and an exit status.
    static func open(_ options: ServerOptions, _ body: (Session) async throws -> Void) async throws {
        let environment = ProcessInfo.processInfo.environment
        var isKnown = false
        do {
            let configuration = try Configuration.current(options)
            try configuration.checkToken()
            let hasToken = configuration.token != nil
            let identity = hasToken ? nil : JobIdentity.found(in: environment, project: configuration.project?.value)
            try configuration.check(identity)
            isKnown = hasToken || identity != nil
            try await NilometerClient.with(
                server: configuration.server.value,
                token: configuration.token?.value,
                identity: identity,
                notice: { Output.tell($0) }
            ) { client in
                let session = Session(
                    client: client,
                    hasToken: isKnown,
                    isJSON: options.json,
                    output: Output.current(environment: environment),
                    environment: configuration.completing(environment),
                    configuration: configuration
                )
                try await body(session)
            }
        } catch let error as ClientError {
            Output.tell(sentence(error, hasToken: isKnown))
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
        guard let project = configuration.project else {
            throw CommandError.usage(
                "No project is named; give --project SLUG, set NILOMETER_PROJECT, or write project = \"SLUG\" in nilometer.toml."
            )
        }
        return project.value
    }

    /// The project, where one is named.
    var projectIfGiven: String? { configuration.project?.value }

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

    /// What a person is told of an error.
    static func sentence(_ error: ClientError, hasToken: Bool) -> String {
        guard error.status == 401, !hasToken else { return error.detail }
        return JobIdentityHint.sentence(ProcessInfo.processInfo.environment)
    }
}
