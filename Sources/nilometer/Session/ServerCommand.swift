import ArgumentParser

/// A command that asks a server.
protocol ServerCommand: AsyncParsableCommand {
    var options: ServerOptions { get }

    /// Does the command's work.
    func perform(in session: Session) async throws
}

extension ServerCommand {
    func run() async throws { try await Session.open(options) { try await perform(in: $0) } }
}
