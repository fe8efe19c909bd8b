import Foundation
import NilometerCore

/// An exclusive lock on a data folder, held until the process ends.
struct FolderLock: Sendable {
    private let descriptor: Int32

    init(folder: String) throws {
        let path = folder + "/nilometer.lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError.failed("\(path) could not be opened; check its owner.") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            close(descriptor)
            throw StoreError.locked("The data folder \(folder) is in use by process \(holder); stop it first.")
        }
        ftruncate(descriptor, 0)
        let pid = "\(getpid())"
        _ = pid.withCString { Foundation.write(descriptor, $0, strlen($0)) }
    }

    /// Gives the folder up before the process ends.
    func release() {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
