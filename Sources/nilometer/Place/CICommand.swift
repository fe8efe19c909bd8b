import ArgumentParser

/// What has to do with the CI that a command runs in.
struct CICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ci",
        abstract: "Shows what is known of the CI's job, its commit and its base.",
        subcommands: [CIShow.self]
    )
}
