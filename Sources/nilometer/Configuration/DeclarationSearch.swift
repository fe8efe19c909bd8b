import Foundation
import NilometerFormats

/// Finds the files of a configuration.
enum DeclarationSearch {
    /// The nearest `nilometer.toml` between a folder and the top of its repository.
    ///
    /// Outside of a repository only the folder itself is looked at, so that no stranger's file in a shared folder above is
    /// taken.
    ///
    /// - Throws: `CommandError` when what has the name is no file.
    static func repositoryFile(from folder: String) throws(CommandError) -> String? {
        let folders = chain(from: folder)
        let top = folders.firstIndex { FileManager.default.fileExists(atPath: $0 + "/.git") }
        for place in folders[...(top ?? 0)] {
            let path = (place == "/" ? "" : place) + "/" + Declaration.fileName
            guard let isFile = isFile(path) else { continue }
            guard isFile else { throw .failed("“\(path)” is no file; rename it, or make it one.") }
            return path
        }
        return nil
    }

    /// The user's file, `$XDG_CONFIG_HOME/nilometer/nilometer.toml` or below `~/.config`; nil when there is none.
    static func userFile(environment: [String: String]) -> String? {
        let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 + "/.config" : nil }
        // The standard has relative paths ignored.
        let folder = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home
        guard let path = folder.map({ $0 + "/nilometer/" + Declaration.fileName }) else { return nil }
        return isFile(path) == true ? path : nil
    }

    /// The path as people are told: from the folder they are in, where it lies there.
    static func shown(_ path: String, from folder: String) -> String {
        path.hasPrefix(folder + "/") ? String(path.dropFirst(folder.count + 1)) : path
    }

    /// A folder and those around it, innermost first.
    private static func chain(from folder: String) -> [String] {
        var folders = [folder]
        while let last = folders.last, last != "/", !last.isEmpty {
            let above = URL(fileURLWithPath: last).deletingLastPathComponent().path
            if above == last { break }
            folders.append(above)
        }
        return folders
    }

    /// Whether a path leads to a file; nil when it leads nowhere.
    private static func isFile(_ path: String) -> Bool? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return status.st_mode & S_IFMT == S_IFREG
    }
}
