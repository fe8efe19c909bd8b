import ArgumentParser
import Foundation
import NilometerClient

/// Gets one address of the API.
struct Ask: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints what the server answers for a path under /api/v1, such as projects/p/changes."
    )

    @Option(help: "The server (NILOMETER_SERVER).")
    var server: String?
    @Argument(help: "The path, with its query.")
    var path: String

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let address = server ?? environment["NILOMETER_SERVER"] ?? "http://127.0.0.1:7622"
        do {
            let client = NilometerClient(server: address, token: environment["NILOMETER_TOKEN"] ?? "")
            print(try await client.get(path))
        } catch {
            FileHandle.standardError.write(Data("nilometer: \(error)\n".utf8))
            throw ExitCode(2)
        }
    }
}
