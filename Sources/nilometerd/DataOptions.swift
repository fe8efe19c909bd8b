import ArgumentParser
import Foundation
import NilometerCore
import NilometerSQLite

/// Where the database is.
struct DataOptions: ParsableArguments {
    @Option(help: "The data folder (NILOMETERD_DATA).")
    var data: String?

    /// The folder: flag, then environment, then a folder of the user.
    var folder: String {
        if let folder = data ?? ProcessInfo.processInfo.environment["NILOMETERD_DATA"] { return folder }
        return NSHomeDirectory() + "/.local/share/nilometer"
    }

    /// Opens the store, or ends with a sentence and status 2.
    func open(exclusive: Bool, acceptLoss: Bool = false) throws -> SQLiteStore {
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
