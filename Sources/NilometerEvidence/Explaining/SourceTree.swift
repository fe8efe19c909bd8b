import NilometerCore

/// Tells the repository's own files from all others, and names them by their path below its root.
struct SourceTree {
    private let root: String
    private let known: Set<String>

    /// Finds the root by the files that are known by their relative paths, else as the folder that holds all tests.
    init(known: Set<String>, profiles: [StackProfile]) {
        self.known = known
        var votes: [String: Int] = [:]
        var folders: [String] = []
        for frame in profiles.flatMap(\.frames) where frame.file.hasPrefix("/") {
            if frame.file.hasSuffix("_test.go") { folders.append(Self.folder(of: frame.file)) }
            guard let path = Self.suffix(of: frame.file, among: known) else { continue }
            votes[String(frame.file.dropLast(path.count)), default: 0] += 1
        }
        if let best = votes.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) {
            root = best.key
        } else {
            root = folders.dropFirst().reduce(folders.first ?? "") { Self.common($0, $1) }
        }
    }

    /// The path below the root; nil for files of others.
    func path(of file: String) -> String? {
        guard file.hasPrefix("/") else { return known.contains(file) ? file : nil }
        guard !root.isEmpty, file.hasPrefix(root) else { return nil }
        let path = String(file.dropFirst(root.count))
        return path.contains("@") || path.hasPrefix("vendor/") ? nil : path
    }

    private static func suffix(of file: String, among known: Set<String>) -> String? {
        var rest = file.dropFirst()
        while !rest.isEmpty {
            if known.contains(String(rest)) { return String(rest) }
            guard let slash = rest.firstIndex(of: "/") else { return nil }
            rest = rest[rest.index(after: slash)...]
        }
        return nil
    }

    private static func folder(of file: String) -> String {
        file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
    }

    private static func common(_ a: String, _ b: String) -> String {
        let shared = String(zip(a, b).prefix { $0 == $1 }.map(\.0))
        return folder(of: shared)
    }
}
