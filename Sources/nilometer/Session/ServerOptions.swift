import ArgumentParser
import Foundation

/// Which server is asked, as whom, about which project, and in which form the answer is printed.
struct ServerOptions: ParsableArguments {
    @Option(help: "The server's address (NILOMETER_SERVER, nilometer.toml; else http://127.0.0.1:7622).")
    var server: String?
    @Option(help: "The access token; better kept in NILOMETER_TOKEN, where other users do not see it.")
    var token: String?
    @Option(help: "The project's slug (NILOMETER_PROJECT, nilometer.toml).")
    var project: String?
    @Flag(help: "Print JSON instead of text.")
    var json = false

    /// The flag, else the environment's value unless it is empty.
    static func value(_ flag: String?, _ name: String, in environment: [String: String]) -> String? {
        flag ?? environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
