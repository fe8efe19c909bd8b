import ArgumentParser
import Foundation
import NilometerAPI
import NilometerCore
import NilometerFormats

/// Shows and checks what is configured.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Shows what is configured and where it comes from, and checks nilometer.toml.",
        discussion: """
            An option wins over its NILOMETER_ variable, that over the nilometer.toml of the repository (the nearest between \
            this folder and the one with .git; outside of a repository only this folder's), that over the user's \
            ($XDG_CONFIG_HOME/nilometer/nilometer.toml, which may hold server, project and machine), and that over what is \
            built in.
            """,
        subcommands: [Show.self, Check.self]
    )

    /// Shows every value.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows every value and the rules; the token is never shown."
        )

        @OptionGroup var options: ServerOptions
        @Option(help: "The class of this machine (NILOMETER_MACHINE, nilometer.toml; else “default”).")
        var machine: String?
        @Flag(help: "Say where each value comes from.")
        var origin = false

        func run() async throws {
            try CommandError.telling {
                let configuration = try Configuration.current(options, machine: machine)
                let view = ConfigView(configuration)
                let output = Output.current(environment: ProcessInfo.processInfo.environment)
                if options.json {
                    try output.write(String(decoding: try JSONCoding.encoder.encode(view), as: UTF8.self) + "\n")
                } else {
                    try output.write(ConfigText(view: view, hasOrigins: origin).text(on: output))
                }
                if configuration.token != nil && !configuration.isServerTrusted {
                    do throws(CommandError) { try configuration.checkToken() } catch { Output.tell(error.sentence) }
                }
            }
        }
    }

    /// Checks files.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Checks nilometer.toml; status 2 when it has a mistake.",
            discussion: "Without FILE the files are checked that commands in this folder read."
        )

        @Argument(help: "The files to check.", completion: .file())
        var files: [String] = []

        func run() async throws {
            var isWrong = false
            var text = ""
            for place in try places() {
                do throws(CommandError) { text += Self.sentence(try place.read()) } catch {
                    Output.tell(error.sentence)
                    isWrong = true
                }
            }
            try Output.current(environment: ProcessInfo.processInfo.environment).write(text)
            if isWrong { throw ExitCode(2) }
        }

        /// A file that is to be checked.
        private struct Place {
            var shown: String
            var path: String
            var isOfUser = false

            func read() throws(CommandError) -> DeclarationFile {
                isOfUser ? try DeclarationFile.readOfUser(path) : try DeclarationFile.read(shown, at: path)
            }
        }

        private func places() throws -> [Place] {
            guard files.isEmpty else { return files.map { Place(shown: $0, path: $0) } }
            let folder = FileManager.default.currentDirectoryPath
            var found: [Place] = []
            try CommandError.telling {
                if let path = try DeclarationSearch.repositoryFile(from: folder) {
                    found.append(Place(shown: DeclarationSearch.shown(path, from: folder), path: path))
                }
                if let path = DeclarationSearch.userFile(environment: ProcessInfo.processInfo.environment) {
                    found.append(Place(shown: path, path: path, isOfUser: true))
                }
                if found.isEmpty {
                    throw CommandError.failed(
                        "There is no nilometer.toml here, nor between here and the top of the repository; name a FILE."
                    )
                }
            }
            return found
        }

        private static func sentence(_ file: DeclarationFile) -> String {
            let count = TextShort.count(file.declaration.rules.rules.count, "rule")
            return TextPlain.of("\(file.path): \(count), no mistake found.") + "\n"
        }
    }
}
