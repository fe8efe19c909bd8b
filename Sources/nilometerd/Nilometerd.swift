import ArgumentParser

/// The daemon's commands.
@main
struct Nilometerd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nilometerd",
        abstract: "Keeps the level of every benchmark, and tells when one moves.",
        subcommands: [
            Serve.self, TokenCommand.self, Backup.self, Check.self, Restore.self, Reindex.self, Migrate.self,
        ],
        defaultSubcommand: Serve.self
    )
}
