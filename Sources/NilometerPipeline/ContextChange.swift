import NilometerCore

/// What differs between the contexts of two runs and may have moved a level.
enum ContextChange {
    /// The most differences that are named.
    private static let most = 8
    /// What differs from commit to commit without being a cause.
    private static let ignoredKeys: Set<String> = ["binarysha", "sha", "revision", "branch", "build", "run", "job"]
    /// What a key contains whose values are about time or place of the run.
    private static let ignoredParts = ["commit", "date", "time", "url", "started", "finished"]

    /// The differences as `key old → new`, by key; only of what both runs say, since silence may be ignorance.
    ///
    /// Facts of the machine count, too: series of counts go on over machines of one name.
    static func between(_ old: StoredRun, _ new: StoredRun) -> [String] {
        let differences = pairs(old.context, new.context) + pairs(old.machine.fingerprint, new.machine.fingerprint)
        return Array(differences.prefix(most))
    }

    /// The differences between two sets of facts as `key old → new`, by key.
    static func pairs(_ old: [String: String], _ new: [String: String]) -> [String] {
        old.keys.sorted().compactMap { key in
            guard let before = old[key], let after = new[key], before != after, isCause(key, before, after) else {
                return nil
            }
            return "\(key) \(before) → \(after)".split(whereSeparator: \.isNewline).joined(separator: " ")
        }
    }

    private static func isCause(_ key: String, _ before: String, _ after: String) -> Bool {
        let key = key.lowercased()
        guard !ignoredKeys.contains(key), !ignoredParts.contains(where: { key.contains($0) }) else { return false }
        return ![before, after].contains { $0.contains("://") || isDate($0) }
    }

    /// Whether a text begins like 2026-01-02.
    private static func isDate(_ text: String) -> Bool {
        let parts = text.prefix(10).split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.count) == [4, 2, 2] && parts.joined().allSatisfy(\.isNumber)
    }
}
