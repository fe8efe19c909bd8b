import Foundation

/// The sample history: 22 commits of one Go repository with their evidence and the truth.
enum GoSample {
    /// The folder, by `NILOMETER_SHARED` or beside the repository.
    static var root: URL {
        let shared = ProcessInfo.processInfo.environment["NILOMETER_SHARED"].map { URL(fileURLWithPath: $0) }
        let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder = shared ?? repository.deletingLastPathComponent().appendingPathComponent("shared")
        return folder.appendingPathComponent("data/gosample")
    }

    /// Whether it can be read here.
    static var isThere: Bool { FileManager.default.fileExists(atPath: root.appendingPathComponent("truth.json").path) }

    /// The names of the folders, in the order of commits.
    static func folders() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.path).filter { $0.first?.isNumber == true }.sorted()
    }

    /// All files of a folder with their paths below it.
    static func files(in folder: String) throws -> [(name: String, bytes: [UInt8])] {
        let top = root.appendingPathComponent(folder)
        return try FileManager.default.subpathsOfDirectory(atPath: top.path).sorted().compactMap { name in
            var isFolder: ObjCBool = false
            let file = top.appendingPathComponent(name)
            guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder), !isFolder.boolValue else {
                return nil
            }
            return (name, Array(try Data(contentsOf: file)))
        }
    }
}
