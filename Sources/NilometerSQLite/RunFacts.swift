import Foundation
import NilometerCore

/// What is kept of a run beside its readings.
struct RunFacts: Codable {
    var subject: String?
    var author: String?
    var context: [String: String]
    var origin: Origin
    var warnings: [Warning]
    var base: MergeBase?
    var rules: String?

    init(_ run: StoredRun) {
        subject = run.commit.subject
        author = run.commit.author
        context = run.context
        origin = run.origin
        warnings = run.warnings
        base = run.base
        rules = run.rules
    }
}

extension StoredRun {
    /// A run as it will be listed once it is stored.
    init(_ run: Run) {
        self.init(
            id: run.id,
            commit: run.commit,
            machine: run.machine,
            context: run.context,
            origin: run.origin,
            receivedAt: run.receivedAt,
            readingCount: run.readings.count,
            warnings: run.warnings,
            base: run.base
        )
        commit.line = []
        commit.mayLink = true
        base?.line = []
    }
}
