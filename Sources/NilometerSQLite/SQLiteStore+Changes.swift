import Foundation
import GRDB
public import NilometerCore

extension SQLiteStore {
    /// Changes of a project.
    public func changes(in project: String, series: [String]?, withRetracted: Bool) async throws -> [Change] {
        try await read { db in
            guard let id = try Self.projectID(project, db) else { return [] }
            let arguments: StatementArguments = ["project": id, "retracted": withRetracted]
            guard let series else {
                return try db.rows(Self.allChanges, arguments).map { Self.change($0, project: project) }
            }
            return try series.flatMap { name in
                try db.rows(Self.changesOfSeries, arguments + ["series": name]).map {
                    Self.change($0, project: project)
                }
            }
        }
    }

    private static let allChanges: StaticString = """
        SELECT change.public_id AS change_id, state, label, branch, sha, from_sha, before, after, ratio, low, high, p, causes,
          series.* FROM change JOIN series ON series.project_id = change.project_id AND series.public_id = change.series
        WHERE change.project_id = :project AND (:retracted OR state <> 'retracted') ORDER BY change.series, position
        """

    private static let changesOfSeries: StaticString = """
        SELECT change.public_id AS change_id, state, label, branch, sha, from_sha, before, after, ratio, low, high, p, causes,
          series.* FROM change JOIN series ON series.project_id = change.project_id AND series.public_id = change.series
        WHERE change.project_id = :project AND change.series = :series AND (:retracted OR state <> 'retracted')
        ORDER BY position
        """

    private static func change(_ row: Row, project: String) -> Change {
        let low: Double? = row["low"]
        let high: Double? = row["high"]
        return Change(
            id: row["change_id"],
            series: series(row, project: project),
            branch: row["branch"],
            state: ChangeState(rawValue: row["state"]) ?? .suspected,
            label: row["label"],
            commit: row["sha"],
            fromCommit: row["from_sha"],
            before: row["before"],
            after: row["after"],
            ratio: row["ratio"],
            interval: low.flatMap { low in high.map { low...$0 } },
            p: row["p"],
            causes: (row["causes"] as String).split(separator: "\n").map(String.init)
        )
    }
}
