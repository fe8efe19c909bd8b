import ArgumentParser
import Foundation
import NilometerCore
import NilometerSQLite

/// Where the configuration and the database are.
struct DataOptions: ParsableArguments {
    @Option(help: "The configuration file (NILOMETERD_CONFIG; /etc/nilometer/nilometerd.json where there is one).")
    var config: String?
    @Option(help: "The data folder (NILOMETERD_DATA).")
    var data: String?

    /// The configuration, or an end with a sentence and status 64.
    func configuration(_ flags: [String: [String]] = [:]) throws -> DaemonConfiguration {
        try Console.orUsage {
            var flags = flags
            flags["data"] = data.map { [$0] } ?? []
            return try DaemonConfiguration(
                file: config,
                flags: flags,
                environment: ProcessInfo.processInfo.environment
            )
        }
    }

    /// The folder: flag, then environment, then file, then a folder of the user.
    var folder: String { get throws { try configuration().data } }

    /// Opens the store, or ends with a sentence and status 2.
    func open(exclusive: Bool, acceptLoss: Bool = false) throws -> SQLiteStore {
        let folder = try folder
        do {
            return try SQLiteStore.open(at: folder, exclusive: exclusive, acceptLoss: acceptLoss) { reason in
                Console.tell("nilometerd: The disk did not confirm a write, so this process ends (74): \(reason)")
                _exit(74)
            }
        } catch let error as StoreError {
            Console.tell("nilometerd: " + Console.sentence(error))
            throw ExitCode(2)
        }
    }
}
