import NilometerCore

/// The keys that the envelope of schema nilometer.run/1 may have.
enum EnvelopeKeys {
    private static let free = ["context.", "machine.fingerprint.", "readings.parameters."]
    private static let known: Set<String> = {
        let parts: [String: [String]] = [
            "": [
                "schema", "commit", "base", "machine", "context", "origin", "startedAt", "finishedAt", "reports",
                "readings",
                "evidence", "rules",
            ],
            "commit.": ["sha", "parents", "committedAt", "subject", "author", "branch", "line"],
            "base.": ["branch", "sha"],
            "machine.": ["name", "fingerprint"],
            "origin.": ["provider", "id", "attempt", "job", "part", "url", "changeRequest"],
            "reports.": ["format", "name", "encoding", "content"],
            "evidence.": ["kind", "name", "encoding", "content"],
            "readings.": [
                "benchmark", "parameters", "metric", "unit", "better", "estimator", "value", "samples", "spread",
                "iterations", "error",
            ],
            "readings.spread.": ["kind", "value"],
        ]
        return Set(parts.flatMap { prefix, names in names.map { prefix + $0 } })
    }()

    /// Refuses a key that the schema does not have, and names it.
    static func check(_ paths: Set<String>) throws(NilometerError) {
        let unknown = paths.filter { path in !known.contains(path) && !free.contains { path.hasPrefix($0) } }
        guard let first = unknown.min() else { return }
        throw NilometerError(
            .unreadable,
            "The envelope has the key “\(first.prefix(100))”, which nilometer.run/1 does not know; remove it."
        )
    }
}
