import Foundation
import GRDB
public import NilometerCore

extension SQLiteStore {
    /// The newest runs of a machine along a branch, with the values of all its series.
    public func window(
        of machine: String,
        in project: String,
        branch: String,
        runs: Int,
        reaching commits: Set<String>
    ) async throws -> MachineWindow? {
        let (known, mark) = await memory.project(project)
        let found = try await read { db -> (window: MachineWindow?, known: ReaderMemory.Project)? in
            guard let id = try Self.projectID(project, db) else { return nil }
            var reader = WindowReader(project: id, slug: project, db: db, known: known)
            let window = try reader.window(of: machine, branch: branch, runs: runs, reaching: commits)
            return (window, reader.known)
        }
        guard let found else { return nil }
        await memory.remember(found.known, of: project, mark: mark)
        return found.window
    }

    /// When each machine's runs of a branch came, newest first.
    public func arrivals(in project: String, branch: String) async throws -> [MachineArrivals] {
        try await read { db in
            guard let id = try Self.projectID(project, db) else { return [] }
            let machines = try db.rows(
                "SELECT machine_id, name FROM machine WHERE project_id = :project",
                ["project": id]
            )
            var found: [String: [(number: Int64, time: Double, sha: String)]] = [:]
            for machine in machines {
                for lane in [Suite.mainLane, Suite.otherLane] {
                    let suite = Suite(project: id, machine: machine[0], lane: lane)
                    let rows = try db.rows(
                        """
                        SELECT run_number, received_at, sha FROM run JOIN "commit" USING (project_id, commit_id)
                        WHERE project_id = :project AND machine_id = :machine AND lane = :lane AND run.branch = :branch
                          AND deleted = 0 ORDER BY seq DESC LIMIT 64
                        """,
                        suite.arguments + ["branch": branch]
                    )
                    found[machine[1], default: []] += rows.map { ($0[0], $0[1], $0[2]) }
                }
            }
            return found.sorted { $0.key < $1.key }.compactMap { name, runs in
                let newest = runs.sorted { $0.number > $1.number }.prefix(64)
                guard let last = newest.first else { return nil }
                let times = newest.map { Date(timeIntervalSince1970: $0.time) }
                return MachineArrivals(machine: name, commit: last.sha, times: times)
            }
        }
    }
}
