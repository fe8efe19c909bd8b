import Foundation

/// A folder that is deleted with the value.
struct TemporaryFolder: ~Copyable {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("nilometer-" + UUID().uuidString).path

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes files, and the folders they lie in.
    func write(_ text: String = "x", to names: String...) throws {
        for name in names {
            let url = URL(fileURLWithPath: path + "/" + name)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: url)
        }
    }
}
