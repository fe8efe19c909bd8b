import Foundation
import Glibc
import NilometerCore

/// The files that a benchmark process writes its results into.
struct ResultFiles {
    /// What tells a file that was written again from one that was not.
    struct Mark: Equatable {
        /// The file's number: a new file under the old name has another.
        var number: UInt
        /// Its size in bytes.
        var sizeInBytes: Int
        /// When it was written: seconds, and nanoseconds of them.
        var written: [Int]
    }

    /// The patterns: paths with `*`, `?` and `**`.
    let patterns: [String]
    /// The folder from which they count.
    let folder: String

    /// The marks of the files that are there.
    func marks() -> [String: Mark] {
        Dictionary(
            paths().compactMap { path in Self.mark(of: path).map { (path, $0) } },
            uniquingKeysWith: { one, _ in one }
        )
    }

    /// The files that were written since the marks were taken.
    ///
    /// - Throws: `CommandError` when there is none, or one cannot be read.
    func changed(since marks: [String: Mark]) throws(CommandError) -> [Upload] {
        let all = paths()
        let fresh = all.filter { path in
            let mark = Self.mark(of: path)
            return mark != nil && mark != marks[path]
        }
        guard !fresh.isEmpty else {
            let shown = patterns.joined(separator: " ")
            throw .failed(
                all.isEmpty || marks.isEmpty
                    ? "The benchmark wrote no file that fits “\(shown)” in \(folder); check where it writes its results."
                    : "The benchmark wrote none of the files that fit “\(shown)” anew: they are as they were before it ran."
            )
        }
        var reader = UploadFiles(mostBytes: ChildProcess.usualMostBytes)
        var uploads: [Upload] = []
        for path in fresh { uploads.append(Upload(name: path, bytes: Array(try reader.bytes(of: path)))) }
        return uploads
    }

    private func paths() -> [String] {
        var seen: Set<String> = []
        return patterns.flatMap { pattern in
            let path = pattern.hasPrefix("/") ? pattern : folder + "/" + pattern
            return PathPattern(path)?.files() ?? [path]
        }.filter { seen.insert($0).inserted }
    }

    private static func mark(of path: String) -> Mark? {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        return Mark(
            number: UInt(facts.st_ino),
            sizeInBytes: Int(facts.st_size),
            written: [facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec]
        )
    }
}
