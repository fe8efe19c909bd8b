import Foundation
import NilometerCore
import NilometerFormats

/// Finds the benchmark output of a repetition: what the commands printed, or the files that they wrote.
struct RunResults {
    /// The patterns of result files; none for what is printed.
    let patterns: [String]

    /// The marks of the files that are there already.
    func marks() -> [String: FileMark] {
        let paths = patterns.flatMap { PathPattern($0)?.files() ?? [$0] }
        return Dictionary(
            paths.compactMap { path in FileMark(path).map { (path, $0) } },
            uniquingKeysWith: { one, _ in one }
        )
    }

    /// The files of results.
    ///
    /// - Parameters:
    ///   - printed: what each command printed.
    ///   - marks: of the files before the repetition; those that are as they were are of another run.
    /// - Returns: the files, at least one.
    /// - Throws: `CommandError` when there are none.
    func files(printed: [Data], changedSince marks: [String: FileMark]) throws(CommandError) -> [UploadFiles.File] {
        guard !patterns.isEmpty else { return Self.files(of: printed) }
        let paths = try UploadFiles.paths(of: patterns)
        let fresh = paths.filter { FileMark($0) != marks[$0] }
        guard !fresh.isEmpty else {
            throw .failed(
                "The command wrote none of \(TextShort.count(paths.count, "file")) that fit “\(patterns.joined(separator: " "))”:"
                    + " they are as they were before it ran. Check where it writes its results."
            )
        }
        var reader = UploadFiles()
        return try reader.read(fresh)
    }

    /// What the commands printed as files, empty ones left out.
    static func files(of printed: [Data]) -> [UploadFiles.File] {
        printed.enumerated().filter { !$1.isEmpty }.map { index, bytes in
            (printed.count == 1 ? "output.txt" : "output-\(index + 1).txt", bytes)
        }
    }

    /// Those of the files that are benchmark output.
    ///
    /// - Throws: `CommandError` with the reason when none is.
    static func recognised(_ files: [UploadFiles.File], format: String?) throws(CommandError) -> [UploadFiles.File] {
        var reason = "it printed nothing"
        var found: [UploadFiles.File] = []
        var leftOut: [String] = []
        for file in files {
            do throws(FormatError) {
                _ = try Formats.report(
                    from: Upload(name: file.name, bytes: Array(file.bytes)),
                    format: format ?? "auto"
                )
                found.append(file)
            } catch {
                reason = error.reason
                leftOut.append("“\(file.name)”: \(error.reason)")
            }
        }
        if !found.isEmpty, !leftOut.isEmpty {
            Output.tell("Not benchmark output, and left out: \(leftOut.joined(separator: " "))")
        }
        guard !found.isEmpty else {
            throw .failed(
                "The command gave no benchmark output that is known, so that nothing is uploaded: \(reason)"
                    + (reason.hasSuffix(".") ? "" : ".")
                    + " Where it writes files, name them with --results."
            )
        }
        return found
    }
}
