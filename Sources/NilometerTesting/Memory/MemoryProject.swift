import NilometerCore

/// One project of a `MemoryStore`, and all that is its own.
struct MemoryProject {
    /// A run with everything that was said of it.
    struct Entry {
        var listed: StoredRun
        var key: String
        var digest: String
        /// The readings with a value, each with the id of its series.
        var values: [(series: String, reading: Reading)]
        var failed: [Reading]
        var source: [UInt8]
        var sourceType: String
        var isDeleted = false
    }

    /// A run that is to be swept.
    struct Due {
        var mark: Int64
        var run: String
    }

    var project: Project
    /// In order of arrival.
    var runs: [Entry] = []
    /// In order of their first reading.
    var series: [Series] = []
    var machines: [Machine] = []
    var lines = CommitLines()
    var rules: ProjectRules?
    /// Oldest first.
    var due: [Due] = []
    var changes: [String: [Change]] = [:]
    var kept: [String: KeptState] = [:]
    var alerts: [Alert] = []
    var events: [AlertEvent] = []
    var webhooks: [Webhook] = []
    var deliveries: [Delivery] = []
    var trust: [TrustRule] = []

    init(_ project: Project) { self.project = project }

    /// The place of a run that is not deleted.
    func index(of run: String) -> Int? { runs.firstIndex { $0.listed.id == run && !$0.isDeleted } }

    /// A run as it is listed, with the time of its commit as it is known by now.
    func listed(_ entry: Entry) -> StoredRun {
        var run = entry.listed
        run.commit.committedAt = lines.times[run.commit.sha]
        return run
    }
}
