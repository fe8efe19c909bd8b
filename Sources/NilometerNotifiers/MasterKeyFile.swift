import Foundation
public import NilometerCore

/// The file that holds the master key: 32 bytes as they are, or in base64 on one line.
public struct MasterKeyFile: Sendable {
    /// Where it is.
    public let path: String
    /// Whether a missing file is made.
    public let isOurs: Bool

    /// Names the file.
    ///
    /// - Parameters:
    ///   - path: where it is.
    ///   - isOurs: whether it lies in the data folder, where a missing one is made; one named by the operator is not.
    public init(path: String, isOurs: Bool) {
        self.path = path
        self.isOurs = isOurs
    }

    /// The key, and whether it was made just now.
    ///
    /// - Throws: `NilometerError` when the file is absent and not ours, holds no key, or others may read it.
    public func key() throws(NilometerError) -> (key: MasterKey, isNew: Bool) {
        guard FileManager.default.fileExists(atPath: path) else {
            guard isOurs else {
                throw NilometerError(
                    .invalidInput,
                    "The masterKeyFile \(path) does not exist; make it or leave it out."
                )
            }
            return (try made(), true)
        }
        let content: Data
        let mode: Int
        do {
            content = try Data(contentsOf: URL(fileURLWithPath: path))
            mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int ?? 0
        } catch {
            throw NilometerError(
                .invalidInput,
                "The master key \(path) could not be read; check its owner.",
                cause: error
            )
        }
        guard mode & 0o007 == 0 else {
            throw NilometerError(.invalidInput, "Everybody may read the master key \(path); run chmod 600 \(path).")
        }
        let text = String(decoding: content, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        let bytes = content.count == 32 ? Array(content) : Array(Data(base64Encoded: text) ?? Data())
        guard let key = MasterKey(bytes: bytes) else {
            throw NilometerError(.invalidInput, "The file \(path) does not hold a key of 32 bytes, raw or in base64.")
        }
        return (key, false)
    }

    /// Writes a new key beside its place, syncs it, and moves it there: a half-written key is never found.
    private func made() throws(NilometerError) -> MasterKey {
        let (key, bytes) = MasterKey.make()
        let text = Array((Data(bytes).base64EncodedString() + "\n").utf8)
        let half = path + ".new"
        unlink(half)
        let file = Foundation.open(half, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        var isDone = false
        if file >= 0 {
            isDone = text.withUnsafeBytes { write(file, $0.baseAddress, $0.count) } == text.count && fsync(file) == 0
            close(file)
        }
        guard isDone, rename(half, path) == 0 else {
            throw NilometerError(.invalidInput, "The master key \(path) could not be made; check the folder's owner.")
        }
        return key
    }
}
