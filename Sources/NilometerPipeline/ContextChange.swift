import NilometerCore

/// A fact that differs between two runs and may have moved a level.
struct ContextChange: Hashable {
    /// What differs from commit to commit without being a cause.
    private static let ignoredKeys: Set<String> = ["binarysha", "sha", "revision", "branch", "build", "run", "job"]
    /// What a key contains whose values are about time or place of the run.
    private static let ignoredParts = ["commit", "date", "time", "url", "started", "finished"]

    var key: String
    var before: String
    var after: String

    /// As `key before → after`, on one line.
    var text: String { "\(key) \(before) → \(after)".split(whereSeparator: \.isNewline).joined(separator: " ") }

    /// The change back.
    var reversed: ContextChange { ContextChange(key: key, before: after, after: before) }

    /// The differences by key; only of what both runs say, since silence may be ignorance.
    ///
    /// Facts of the machine count, too: series of counts go on over machines of one name.
    static func between(_ old: StoredRun, _ new: StoredRun) -> [ContextChange] {
        between(old.context, new.context) + between(old.machine.fingerprint, new.machine.fingerprint)
    }

    /// The differences between two sets of facts, by key.
    static func between(_ old: [String: String], _ new: [String: String]) -> [ContextChange] {
        old.keys.sorted().compactMap { key in
            guard let before = old[key], let after = new[key], before != after else { return nil }
            let change = ContextChange(key: key, before: before, after: after)
            return change.isCause ? change : nil
        }
    }

    private var isCause: Bool {
        let key = key.lowercased()
        guard !Self.ignoredKeys.contains(key), !Self.ignoredParts.contains(where: { key.contains($0) }) else {
            return false
        }
        return ![before, after].contains { $0.contains("://") || Self.isDate($0) }
    }

    /// Whether a text begins like 2026-01-02.
    private static func isDate(_ text: String) -> Bool {
        let parts = text.prefix(10).split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.count) == [4, 2, 2] && parts.joined().allSatisfy(\.isNumber)
    }
}
