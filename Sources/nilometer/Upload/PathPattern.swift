import Foundation
import NilometerCore

/// A pattern of paths: `*` and `?` within a name, `**` for any folders; for shells that leave a quoted pattern as it is.
struct PathPattern {
    /// How deep folders are looked into.
    private static let deepest = 32

    private let isAbsolute: Bool
    private let names: [String]

    /// Makes a pattern; nil for a path without `*` and `?`.
    init?(_ text: String) {
        guard text.contains(where: { $0 == "*" || $0 == "?" }) else { return nil }
        isAbsolute = text.hasPrefix("/")
        names = text.split(separator: "/").map(String.init)
    }

    /// The paths of the files that fit, sorted; hidden ones only where the pattern names their dot.
    ///
    /// - Complexity: O(entries of the folders that are looked into).
    func files() -> [String] {
        var found: Set<String> = []
        walk(isAbsolute ? "/" : "", names[...], 0, &found)
        return found.sorted()
    }

    /// The folder is empty for the current one, else it ends in a slash.
    private func walk(_ folder: String, _ rest: ArraySlice<String>, _ depth: Int, _ found: inout Set<String>) {
        guard depth <= Self.deepest, let name = rest.first else { return }
        let others = rest.dropFirst()
        if name == "**" {
            walk(folder, others, depth, &found)
            for entry in entries(of: folder) where !entry.hasPrefix(".") && isRealFolder(folder + entry) {
                walk(folder + entry + "/", rest, depth + 1, &found)
            }
            // At the end, “**” stands for the files of all these folders.
            if others.isEmpty { walk(folder, ["*"], depth, &found) }
            return
        }
        let glob = Glob(name)
        let isLiteral = PathPattern(name) == nil
        let fitting = isLiteral ? [name] : entries(of: folder).filter { Self.fits($0, glob) }
        for entry in fitting {
            if others.isEmpty {
                if isFile(folder + entry) { found.insert(folder + entry) }
            } else {
                walk(folder + entry + "/", others, depth + 1, &found)
            }
        }
    }

    private static func fits(_ name: String, _ glob: Glob) -> Bool {
        glob.fits(name) && (!name.hasPrefix(".") || glob.pattern.hasPrefix("."))
    }

    private func entries(of folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
    }

    private func isFile(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
    }

    /// Links to folders are left out, because they may lead round in a circle.
    private func isRealFolder(_ path: String) -> Bool {
        let type = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
        return type == .typeDirectory
    }
}
