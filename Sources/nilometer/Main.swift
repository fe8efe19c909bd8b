import ArgumentParser

/// The command line.
@main
struct Nilometer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nilometer",
        abstract: "Reads benchmark results, and asks a Nilometer server.",
        subcommands: [Parse.self, Detect.self, Ask.self]
    )
}
