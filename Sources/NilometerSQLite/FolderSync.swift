import Foundation
import NilometerCore

/// Brings a folder's own entries to stable storage, so that a renamed file keeps its name after a power cut.
enum FolderSync {
    static func sync(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .failed("The folder \(path) could not be opened to sync it.") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .syncFailed("The folder \(path) could not be synced.") }
    }
}
