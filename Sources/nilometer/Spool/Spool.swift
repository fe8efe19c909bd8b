import Foundation
import Glibc

/// The folder where uploads wait that could not be sent: one file each, oldest first by name.
struct Spool: Sendable {
    /// The most uploads that wait.
    static let mostFiles = 1000
    /// The most bytes that wait.
    static let mostBytes = 1_073_741_824
    /// How the names of waiting uploads end.
    private static let ending = ".upload"

    /// The folder.
    let folder: String

    /// Where refused uploads are put, each with its reason beside it.
    var refusedFolder: String { folder + "/refused" }

    /// The spool that is meant: the flag's, else `NILOMETER_SPOOL`, else the one of the user's state.
    ///
    /// - Throws: `CommandError` where there is no such folder because the user has no home.
    static func found(_ flag: String?, in environment: [String: String]) throws(CommandError) -> Spool {
        if let given = ServerOptions.value(flag, "NILOMETER_SPOOL", in: environment) {
            return Spool(folder: URL(fileURLWithPath: given).path)
        }
        // The specification of these variables has relative paths ignored.
        let absolute = environment.filter { $0.value.hasPrefix("/") }
        if let state = absolute["XDG_STATE_HOME"] { return Spool(folder: state + "/nilometer/spool") }
        if let home = absolute["HOME"] { return Spool(folder: home + "/.local/state/nilometer/spool") }
        throw .failed("There is no folder for the spool; give --spool-dir FOLDER or set NILOMETER_SPOOL.")
    }

    /// Keeps an upload; one with the same key that waits already stays as it is.
    ///
    /// - Throws: `CommandError` when the spool is full or cannot be written; the upload is then not kept.
    func add(_ upload: SpooledUpload, now: Date) throws(CommandError) {
        do throws(DurableFile.Failure) { try DurableFile.makeFolder(folder) } catch { throw unwritable(error) }
        let bytes = upload.file
        let tag = String(SpooledUpload.digest(of: Data(upload.key.utf8)).prefix(32))
        let names = try names()
        if names.contains(where: { $0.hasSuffix("-\(tag)\(Self.ending)") }) { return }
        let size = names.reduce(bytes.count) { $0 + self.size(of: path(of: $1)) }
        guard names.count < Self.mostFiles, size <= Self.mostBytes else {
            throw .failed(
                "The spool \(folder) is full (\(TextShort.count(names.count, "upload"))), so this upload was not kept;"
                    + " deliver what is there with “nilometer upload --spool”, then upload this one again."
            )
        }
        // Later than all that wait, also when the clock was set back.
        let newest = names.last.flatMap { Int($0.prefix { $0 != "-" }) } ?? 0
        let place = String(max(Int(now.timeIntervalSince1970 * 1000), newest + 1))
        let padded = String(repeating: "0", count: max(0, 15 - place.count)) + place
        do throws(DurableFile.Failure) {
            try DurableFile.write(bytes, named: "\(padded)-\(tag)\(Self.ending)", in: folder)
        } catch { throw unwritable(error) }
    }

    /// The paths of the uploads that wait, oldest first; none where there is no spool.
    ///
    /// - Throws: `CommandError` when the folder cannot be read.
    func waiting() throws(CommandError) -> [String] { try names().map(path) }

    /// Takes an upload out: it was delivered.
    func remove(_ path: String) {
        unlink(path)
        DurableFile.sync(folder)
    }

    /// Puts an upload aside that cannot be delivered, with the reason beside it.
    ///
    /// - Throws: `CommandError` when it cannot be moved; it then still waits.
    func refuse(_ path: String, because reason: String) throws(CommandError) {
        let name = URL(fileURLWithPath: path).lastPathComponent
        do throws(DurableFile.Failure) {
            try DurableFile.makeFolder(refusedFolder)
            try DurableFile.write(Data((reason + "\n").utf8), named: name + ".reason", in: refusedFolder)
            guard rename(path, "\(refusedFolder)/\(name)") == 0 else { throw DurableFile.Failure() }
        } catch { throw unwritable(error) }
        DurableFile.sync(refusedFolder)
        DurableFile.sync(folder)
    }

    /// Deletes what processes that were killed left half written; it was never told to be kept.
    func sweepUnfinished(olderThan date: Date) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        where name.hasPrefix(DurableFile.unfinished) {
            var facts = stat()
            guard lstat(path(of: name), &facts) == 0, Double(facts.st_mtim.tv_sec) < date.timeIntervalSince1970 else {
                continue
            }
            unlink(path(of: name))
        }
    }

    private func names() throws(CommandError) -> [String] {
        guard FileManager.default.fileExists(atPath: folder) else { return [] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder)
                .filter { $0.hasSuffix(Self.ending) && !$0.hasPrefix(".") }.sorted()
        } catch { throw .failed("The spool \(folder) could not be read; check that you may read the folder.") }
    }

    private func path(of name: String) -> String { folder + "/" + name }

    private func size(of path: String) -> Int {
        var facts = stat()
        return lstat(path, &facts) == 0 ? Int(facts.st_size) : 0
    }

    private func unwritable(_ failure: DurableFile.Failure) -> CommandError {
        .failed(
            "The spool \(folder) could not be written (\(failure.reason)); give another folder with --spool-dir."
        )
    }
}
