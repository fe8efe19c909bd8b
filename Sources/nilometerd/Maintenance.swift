import ArgumentParser
import Foundation
import NilometerSQLite

/// Copies the database while it is in use.
struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Writes a whole copy of the database to a new file.")

    @OptionGroup var data: DataOptions
    @Argument(help: "The file to write.")
    var path: String

    func run() async throws {
        try data.open(exclusive: false).backup(to: path)
        Console.tell("nilometerd: wrote \(path); master.key, where there is one, is not part of it.")
    }
}

/// Looks for damage.
struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Checks the database; status 2 when it finds damage.")

    @OptionGroup var data: DataOptions

    func run() async throws {
        let problems = try data.open(exclusive: false).check()
        for problem in problems { print(problem) }
        guard problems.isEmpty else { throw ExitCode(2) }
        print("clean")
    }
}

/// Puts a backup in the place of the database.
struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Puts a backup into an empty data folder, and checks it.")

    @OptionGroup var data: DataOptions
    @Argument(help: "The backup file.")
    var path: String

    func run() async throws {
        let target = try data.folder + "/nilometer.db"
        guard !FileManager.default.fileExists(atPath: target) else {
            Console.tell("nilometerd: \(target) exists; move it away first, so that nothing is lost.")
            throw ExitCode(2)
        }
        try FileManager.default.createDirectory(atPath: try data.folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: path, toPath: target)
        let problems = try data.open(exclusive: true).check()
        for problem in problems { print(problem) }
        guard problems.isEmpty else { throw ExitCode(2) }
        print("restored to \(target)")
    }
}

/// Rebuilds the index from the records.
struct Reindex: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Rebuilds heads and chunks from the records.")

    @OptionGroup var data: DataOptions

    func run() async throws {
        try data.open(exclusive: true).reindex()
        print("done")
    }
}

/// Brings the database to this version's schema.
struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Applies the scripts that the database lacks.")

    @OptionGroup var data: DataOptions

    func run() async throws {
        _ = try data.open(exclusive: true)
        print("done")
    }
}
