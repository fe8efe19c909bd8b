import NilometerCore
import NilometerEvidence

/// Whether a difference of sources begins at a commit, told by that commit's diagnostics.
///
/// A folder keeps the difference to the commit before it, which need not be the one that is asked about.
struct WhyPatch {
    private let lines: [SourcePlace: [String]]
    private let files: Set<String>

    init(_ evidence: [Evidence]) {
        var lines: [SourcePlace: [String]] = [:]
        var files: Set<String> = []
        for decision in evidence.compactMap(\.diagnostics).flatMap(\.inlining) {
            files.insert(decision.place.file)
            let name = Self.plain(decision.function).split(separator: ".").last.map(String.init) ?? ""
            // A closure has no name of its own in its line.
            guard !name.isEmpty, !name.hasPrefix("func"), !name.hasSuffix(")") else { continue }
            let place = SourcePlace(file: decision.place.file, line: decision.place.line)
            lines[place, default: []].append(name)
        }
        self.lines = lines
        self.files = files
    }

    /// Whether nothing that the difference takes away contradicts what the compiler said of those lines; false without
    /// diagnostics.
    func agrees(with patch: SourcePatch) -> Bool {
        guard !files.isEmpty else { return false }
        for file in patch.files {
            guard let path = file.oldPath, path.hasSuffix(".go"), !path.hasSuffix("_test.go") else { continue }
            guard files.contains(path) else { return false }
            for hunk in file.hunks {
                for (offset, text) in hunk.removed.enumerated() {
                    let names = lines[SourcePlace(file: path, line: hunk.oldStart + offset)] ?? []
                    if names.contains(where: { !text.contains($0) }) { return false }
                    if names.isEmpty, text.hasPrefix("func "), text.hasSuffix("{"), !text.contains("[") { return false }
                }
            }
        }
        return true
    }

    /// A function's name without what stands in brackets, as types of a generic one do.
    private static func plain(_ function: String) -> String {
        var plain = ""
        var depth = 0
        for character in function {
            if character == "[" { depth += 1 }
            if depth == 0 { plain.append(character) }
            if character == "]" { depth -= 1 }
        }
        return plain
    }
}
