import Crypto
import Foundation
import GRDB
public import NilometerCore
import Synchronization

extension SQLiteStore {
    /// How many groups the database remembers of the ledger.
    private static let rememberedGroups: Int64 = 10_000

    /// Stores a group in one transaction, a savepoint each, and enters it in the ledger.
    public func append(_ runs: [Run]) async throws -> [Appended] {
        do {
            let (answers, group) = try await write { db in
                try self.writer.withLock { try Self.append(runs, &$0, db) }
            }
            Failpoint.pass("acknowledge")
            if let group { try ledger?.append(group, runs: runs.count, at: runs[0].receivedAt) }
            return answers
        } catch {
            writer.withLock { $0 = WriterState() }
            throw error
        }
    }

    private static func append(
        _ runs: [Run],
        _ state: inout WriterState,
        _ db: Database
    ) throws -> (answers: [Appended], group: Ledger.Entry?) {
        var said: [Data] = []
        let answers = try runs.map { try appendAlone($0, &state, &said, db) }
        guard !said.isEmpty else { return (answers, nil) }
        let group = try (state.ledger ?? lastGroup(db)).next(said)
        try db.run(
            "INSERT INTO ledger (group_number, chain) VALUES (:group, :chain)",
            ["group": group.group, "chain": group.chain]
        )
        try db.run("DELETE FROM ledger WHERE group_number <= :old", ["old": group.group - rememberedGroups])
        state.ledger = group
        return (answers, group)
    }

    /// One run in a savepoint of its own: what the schema refuses falls alone.
    private static func appendAlone(
        _ run: Run,
        _ state: inout WriterState,
        _ said: inout [Data],
        _ db: Database
    ) throws -> Appended {
        guard let project = try projectID(run.project, db) else { return .unknownProject }
        var answer = Appended.unknownProject
        do {
            try db.inSavepoint {
                answer = try state.with(project, db) { known in
                    try append(run, project, &known, &said, db)
                }
                guard case .refused = answer else { return .commit }
                state.forget(project)
                return .rollback
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            return .refused("The run contradicts what is stored: \(error.message ?? "a constraint failed").")
        }
        return answer
    }

    private static func append(
        _ run: Run,
        _ project: Int64,
        _ known: inout WriterState.Project,
        _ said: inout [Data],
        _ db: Database
    ) throws -> Appended {
        if let first = try first(with: run.key, project, db) {
            let isOver = run.keyHoldsFor.map { run.receivedAt.timeIntervalSince1970 - first.receivedAt > $0 } ?? false
            if !isOver, let stored = try storedRun(first.id, project, db) {
                return first.content == content(run) ? .repeated(stored) : .conflict(firstRun: first.id)
            }
            // The key is this run's from now on, so that it is found when this run is sent again.
            try db.run(
                "UPDATE run SET run_key = run_key || ' ' || public_id WHERE project_id = :project AND run_key = :key",
                ["project": project, "key": run.key]
            )
        }
        if let base = run.base, let sha = base.sha, !base.line.isEmpty {
            known.graph.learn(sha, line: base.line, mayLink: run.commit.mayLink)
        }
        let place = known.graph.place(run.commit)
        try known.graph.save(project, db)
        let machine = try machineID(run.machine, project, &known, db)
        let sorted = try sort(run, machine, project, &known, db)
        guard !sorted.entries.isEmpty || !sorted.failed.isEmpty else {
            return .refused("No reading of the run fits the unit of its series; see the units of earlier runs.")
        }
        var stored = StoredRun(run)
        stored.warnings += sorted.warnings
        if place.isAssumed {
            stored.warnings.append(
                Warning(
                    "place-assumed",
                    "The commit came without line or parent; its place in the branch is assumed. Send “line” to set it."
                )
            )
        }
        let isMain =
            try db.number(
                "SELECT 1 FROM project WHERE project_id = :project AND default_branch = :branch",
                ["project": project, "branch": run.commit.branch]
            ) != nil
        stored.rules = try rulesToKeep(of: run, project, isMain: isMain, db)
        let suite = Suite(project: project, machine: machine, lane: isMain ? Suite.mainLane : Suite.otherLane)
        let layout = try layoutID(sorted.series, suite, &known, db)
        let seq = try nextSeq(suite, db)
        try insert(
            run,
            stored,
            at: suite,
            seq,
            layout: layout,
            commit: place.id,
            number: known.nextRunNumber,
            db
        )
        known.nextRunNumber += 1
        try insertBlobs(run, sorted, at: suite, seq, layout: layout, db)
        if try takeRules(of: run, at: place.id, known.graph, project, isMain: isMain, db) {
            try makeAllDue(project, db)
        }
        said.append(Data("\(project) \(machine) \(suite.lane) \(seq) ".utf8) + content(run))
        return .stored(stored)
    }

    /// What makes two bodies the same.
    private static func content(_ run: Run) -> Data { Data(run.digest.utf8) }

    private static func first(
        with key: String,
        _ project: Int64,
        _ db: Database
    ) throws -> (id: String, content: Data, receivedAt: Double)? {
        try db.row(
            "SELECT public_id, content, received_at FROM run WHERE project_id = :project AND run_key = :key",
            ["project": project, "key": key]
        ).map { ($0[0], $0[1], $0[2]) }
    }

    private static func insert(
        _ run: Run,
        _ stored: StoredRun,
        at suite: Suite,
        _ seq: Int64,
        layout: Int64,
        commit: Int,
        number: Int64,
        _ db: Database
    ) throws {
        try db.run(
            """
            INSERT INTO run (project_id, machine_id, lane, seq, run_number, public_id, run_key, content, layout_id, commit_id,
              branch, received_at, readings, facts)
            VALUES (:project, :machine, :lane, :seq, :number, :id, :key, :content, :layout, :commit, :branch, :received,
              :readings, :facts)
            """,
            [
                "project": suite.project, "machine": suite.machine, "lane": suite.lane, "seq": seq, "number": number,
                "id": run.id, "key": run.key, "content": content(run), "layout": layout, "commit": commit,
                "branch": run.commit.branch, "received": run.receivedAt.timeIntervalSince1970,
                "readings": run.readings.count, "facts": try JSONEncoder().encode(RunFacts(stored)),
            ]
        )
        try db.run(
            "INSERT INTO sweep (project_id, machine_id, lane, seq) VALUES (:project, :machine, :lane, :seq)",
            suite.arguments(seq)
        )
    }

    private static func insertBlobs(
        _ run: Run,
        _ sorted: SortedReadings,
        at suite: Suite,
        _ seq: Int64,
        layout: Int64,
        _ db: Database
    ) throws {
        let key = suite.key(seq)
        let record = RecordBlob(entries: sorted.entries, failed: sorted.failed)
        try db.run(
            "INSERT INTO record (project_id, machine_id, lane, seq, data) VALUES (:project, :machine, :lane, :seq, :data)",
            suite.arguments(seq, ["data": try record.data(key: key)])
        )
        try insertHead(sorted.entries.map(\.summary), PlacedRun(suite: suite, seq: seq, layout: layout), db)
        var source = ByteWriter()
        try Packing.write(run.source, to: &source)
        try db.run(
            "INSERT INTO source (project_id, machine_id, lane, seq, type, data) VALUES (:project, :machine, :lane, :seq, :type, :data)",
            suite.arguments(seq, ["type": run.sourceType, "data": Blob.sealed(source.bytes, key: key)])
        )
    }

    private static func nextSeq(_ suite: Suite, _ db: Database) throws -> Int64 {
        let next = try db.number(
            """
            INSERT INTO suite_state (project_id, machine_id, lane, next_seq, compacted_below)
            VALUES (:project, :machine, :lane, 1, 0)
            ON CONFLICT DO UPDATE SET next_seq = next_seq + 1 RETURNING next_seq
            """,
            suite.arguments
        )
        return (next ?? 1) - 1
    }

    /// The last group that the database knows.
    static func lastGroup(_ db: Database) throws -> Ledger.Entry {
        try db.row("SELECT group_number, chain FROM ledger ORDER BY group_number DESC LIMIT 1")
            .map { Ledger.Entry(group: $0[0], chain: $0[1]) } ?? .start
    }
}
