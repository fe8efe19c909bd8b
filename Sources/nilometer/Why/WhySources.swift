import NilometerCore

/// The texts of a commit's files, out of the clone that the command is called in.
///
/// They are read from the commit and not from the folder, which may hold other lines by now. Paths lead from the folder
/// that the command is called in, as the compiler prints them.
struct WhySources {
    /// The most files, and the most lines of one that are kept.
    static let mostFiles = 50
    static let mostLines = 200_000

    let repository: GitRepository
    let sha: String

    /// The lines of the files that explanations name; empty outside a clone and where the commit is not known.
    func lines(of explanations: [Explanation]) async -> [String: [String]] {
        guard (7...64).contains(sha.utf8.count), sha.allSatisfy(\.isHexDigit), let commit = await repository.sha(sha)
        else {
            return [:]
        }
        let paths = Set(explanations.flatMap(\.sites).map(\.place.file)).filter(Self.isBelow).sorted()
        var sources: [String: [String]] = [:]
        for path in paths.prefix(Self.mostFiles) {
            guard let text = await repository.output(["cat-file", "blob", "\(commit):./\(path)"]) else { continue }
            let lines = text.split(separator: "\n", maxSplits: Self.mostLines, omittingEmptySubsequences: false)
            sources[path] = lines.prefix(Self.mostLines).map(String.init)
        }
        return sources
    }

    /// Whether a path cannot lead out of the folder.
    static func isBelow(_ path: String) -> Bool {
        !path.isEmpty && !path.hasPrefix("/") && !path.contains("\n") && !path.contains("\0")
            && !path.split(separator: "/").contains("..")
    }
}
