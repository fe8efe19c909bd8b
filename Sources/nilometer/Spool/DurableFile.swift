import Foundation
import Glibc

/// Writes files that are there whole or not at all, also after a loss of power, and that only their owner may read.
enum DurableFile {
    /// Why a file could not be written, in the system's words.
    struct Failure: Error {
        var reason: String
        /// Reads the system's last error.
        init() { reason = String(cString: strerror(errno)).lowercased() }
    }

    /// How the names of files begin that are not finished.
    static let unfinished = ".unfinished-"

    /// Makes a folder and those above it, for its owner only.
    static func makeFolder(_ folder: String) throws(Failure) {
        if mkdir(folder, 0o700) == 0 || errno == EEXIST { return }
        let above = URL(fileURLWithPath: folder).deletingLastPathComponent().path
        guard errno == ENOENT, above != folder else { throw Failure() }
        try makeFolder(above)
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw Failure() }
    }

    /// Writes a file of the folder: under another name first, synced, then renamed, and the folder synced.
    static func write(_ bytes: Data, named name: String, in folder: String) throws(Failure) {
        let draft = "\(folder)/\(unfinished)\(getpid())-\(name)"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Failure() }
        do throws(Failure) {
            defer { close(descriptor) }
            try fill(descriptor, with: bytes)
            guard fsync(descriptor) == 0 else { throw Failure() }
        } catch {
            unlink(draft)
            throw error
        }
        guard rename(draft, "\(folder)/\(name)") == 0 else {
            let failure = Failure()
            unlink(draft)
            throw failure
        }
        sync(folder)
    }

    /// Makes the names of a folder's files durable.
    static func sync(_ folder: String) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    private static func fill(_ descriptor: CInt, with bytes: Data) throws(Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Failure() }
            rest = rest.dropFirst(count)
        }
    }
}
