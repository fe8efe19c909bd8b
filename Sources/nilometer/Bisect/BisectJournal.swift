import Foundation
import Glibc

/// The runs of a bisection as they are kept: a line for the question, then one for each run and each commit passed over.
///
/// A line is synced before the next run begins, so that a search that is killed goes on where it was; a line that was not
/// finished is cut off. One process at a time holds the file.
final class BisectJournal: Sendable {
    /// One thing that happened.
    struct Entry: Codable, Sendable, Equatable {
        /// The whole name of the commit.
        var commit: String
        /// What was measured, in the metric's canonical unit; nil when the commit was passed over.
        var value: Double?
        /// The unit of `value`.
        var unit: String?
        /// Why the commit was passed over.
        var skipped: String?
    }

    private struct Head: Codable {
        var schema: String
        var question: BisectQuestion
    }

    private static let schema = "nilometer.bisect/1"

    /// What was kept before.
    let entries: [Entry]
    private let path: String
    private let descriptor: CInt

    /// Opens the file, and begins it where there is none.
    ///
    /// - Throws: `CommandError` when it holds another question, belongs to another process or cannot be used.
    init(at path: String, for question: BisectQuestion, isReset: Bool) throws(CommandError) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_APPEND, 0o600)
        guard descriptor >= 0 else {
            throw .failed("\(path) could not be opened (\(Self.reason)); --state names another file for the runs.")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .failed("Another bisect uses \(path); wait for it, or give --state another file.")
        }
        do throws(CommandError) {
            if isReset { try Self.cut(descriptor, at: 0, path) }
            entries = try Self.entries(descriptor, of: question, path)
        } catch {
            close(descriptor)
            throw error
        }
    }

    deinit { close(descriptor) }

    /// Keeps what happened, durably.
    ///
    /// - Throws: `CommandError` when it cannot be written.
    func append(_ entry: Entry) throws(CommandError) { try Self.write(entry, to: descriptor, path) }

    private static var reason: String { String(cString: strerror(errno)).lowercased() }

    private static func entries(
        _ descriptor: CInt,
        of question: BisectQuestion,
        _ path: String
    ) throws(CommandError) -> [Entry] {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw .failed("\(path) could not be read (\(reason)); --state names another file for the runs.")
        }
        let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let lines = bytes[..<end].split(separator: UInt8(ascii: "\n"))
        guard let first = lines.first else {
            // What is no journal is not overwritten, unless it is the unfinished first line of one.
            guard bytes.isEmpty || bytes.starts(with: Data("{".utf8)) else { throw foreign(path) }
            try cut(descriptor, at: 0, path)
            try write(Head(schema: schema, question: question), to: descriptor, path)
            return []
        }
        guard let head = try? JSONDecoder().decode(Head.self, from: first), head.schema == schema else {
            throw foreign(path)
        }
        guard head.question == question else {
            throw .failed(
                "\(path) holds the runs of another search (\(question.difference(from: head.question))); repeat that call to go on "
                    + "with it, add --reset to forget it, or give --state another file."
            )
        }
        var entries: [Entry] = []
        for (number, line) in lines.enumerated().dropFirst() {
            guard let entry = try? JSONDecoder().decode(Entry.self, from: line) else {
                throw .failed(
                    "\(path), line \(number + 1), cannot be read; remove the line, or begin anew with --reset."
                )
            }
            entries.append(entry)
        }
        if end < bytes.count { try cut(descriptor, at: end, path) }
        return entries
    }

    private static func foreign(_ path: String) -> CommandError {
        .failed("\(path) holds no runs of a bisect; --state names another file, --reset overwrites this one.")
    }

    private static func cut(_ descriptor: CInt, at length: Int, _ path: String) throws(CommandError) {
        guard ftruncate(descriptor, length) == 0 else {
            throw .failed("\(path) could not be shortened (\(reason)); --state names another file for the runs.")
        }
    }

    private static func write(_ value: some Encodable, to descriptor: CInt, _ path: String) throws(CommandError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let line = try? encoder.encode(value) else {
            throw .failed("A run could not be written to \(path): it has no finite value.")
        }
        var rest = (line + [UInt8(ascii: "\n")])[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .failed("\(path) could not be written (\(reason)); free space and go on.") }
            rest = rest.dropFirst(count)
        }
        guard fsync(descriptor) == 0 else {
            throw .failed("\(path) could not be synced (\(reason)); look at the disk and go on.")
        }
    }
}
