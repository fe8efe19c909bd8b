import ArgumentParser

/// The command line.
@main
struct Nilometer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nilometer",
        abstract: "Reads benchmark results, and asks a Nilometer server.",
        discussion: """
            NILOMETER_SERVER, NILOMETER_TOKEN, NILOMETER_PROJECT and NILOMETER_MACHINE stand for the options of the same \
            names; what neither says is read from nilometer.toml (“nilometer config show --origin”). Exit status: 0 done, 2 could not be done, 64 wrong usage; of run, \
            gate, ab and compare --gate also 1 regressed, 3 nothing could be compared.
            """,
        version: "0.1.0",
        subcommands: [
            RunCommand.self,
            UploadCommand.self,
            GateCommand.self,
            AbCommand.self,
            BisectCommand.self,
            History.self,
            Compare.self,
            Changes.self,
            Alerts.self,
            Runs.self,
            Benchmarks.self,
            ProjectCommand.self,
            TokenCommand.self,
            TrustCommand.self,
            WebhookCommand.self,
            Export.self,
            Doctor.self,
            ConfigCommand.self,
            CICommand.self,
            Ask.self,
            Parse.self,
            Detect.self,
            WhyCommand.self,
            ReplayCommand.self,
        ]
    )
}
