import Glibc

/// Held by the one process that delivers from a spool; the system lets go of it when the process ends, however it ends.
struct SpoolLock: ~Copyable {
    private static let moment = Duration.milliseconds(50)

    private let descriptor: CInt

    deinit { close(descriptor) }

    /// The lock of a folder, once no other process delivers from it; `waiting` is called when that takes a while.
    ///
    /// - Throws: `DurableFile.Failure` when the folder cannot be locked.
    static func held(on folder: String, waiting: () -> Void) async throws -> SpoolLock {
        let descriptor = open("\(folder)/lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw DurableFile.Failure() }
        let lock = SpoolLock(descriptor: descriptor)
        var isTold = false
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else { throw DurableFile.Failure() }
            if !isTold { waiting() }
            isTold = true
            try await Task.sleep(for: moment)
        }
        return lock
    }
}
