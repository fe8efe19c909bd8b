import NilometerCore

/// Where the lines of an earlier commit stand at a later one.
///
/// Source: the hunks of `git diff -U0 -M`; a hunk that takes nothing away names the line before it.
struct LineMap {
    /// What became of a line.
    enum Fate: Equatable {
        case kept(SourcePlace)
        case gone
    }

    private let files: [String: SourcePatch.File]
    /// Paths at the later commit of changed lines, and their texts.
    private let added: [String: [Int: String]]
    /// Whether a patch is there; without one, lines are taken to stand where they stood.
    let isKnown: Bool

    init(_ patch: SourcePatch?) {
        isKnown = patch != nil
        var files: [String: SourcePatch.File] = [:]
        var added: [String: [Int: String]] = [:]
        for file in patch?.files ?? [] {
            if let path = file.oldPath { files[path] = file }
            guard let path = file.newPath else { continue }
            for hunk in file.hunks {
                for (offset, text) in hunk.added.enumerated() {
                    added[path, default: [:]][hunk.newStart + offset] = text
                }
            }
        }
        self.files = files
        self.added = added
    }

    /// The place of an earlier line at the later commit.
    func fate(of place: SourcePlace) -> Fate {
        guard let file = files[place.file] else { return .kept(SourcePlace(file: place.file, line: place.line)) }
        guard let path = file.newPath else { return .gone }
        var shift = 0
        for hunk in file.hunks {
            if hunk.removed.isEmpty {
                if place.line > hunk.oldStart { shift += hunk.added.count }
            } else if place.line >= hunk.oldStart + hunk.removed.count {
                shift += hunk.added.count - hunk.removed.count
            } else if place.line >= hunk.oldStart {
                return .gone
            }
        }
        return .kept(SourcePlace(file: path, line: place.line + shift))
    }

    /// The path of an earlier file at the later commit.
    func path(of file: String) -> String { files[file].flatMap(\.newPath) ?? file }

    /// The text of a line that is new at the later commit; nil for others.
    func addedText(at place: SourcePlace) -> String? { added[place.file]?[place.line] }

    /// Whether a line of the later commit is new.
    func isAdded(_ place: SourcePlace) -> Bool { addedText(at: place) != nil }

    /// The new lines of a file, by number.
    func addedLines(of file: String) -> [Int: String] { added[file] ?? [:] }

    /// What was taken away where a new line was put.
    func removedTexts(at place: SourcePlace) -> [String] {
        files.values.filter { $0.newPath == place.file }.flatMap(\.hunks)
            .filter { place.line >= $0.newStart && place.line < $0.newStart + $0.added.count }
            .flatMap(\.removed)
    }

    /// The paths of all files that differ.
    var changedFiles: Set<String> {
        Set(files.values.flatMap { [$0.oldPath, $0.newPath].compactMap(\.self) }).union(added.keys)
    }

    /// The files that have new lines.
    var addedFiles: [String] { Array(added.keys) }
}
