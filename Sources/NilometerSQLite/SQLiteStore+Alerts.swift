import Foundation
import GRDB
public import NilometerCore

extension SQLiteStore {
    private static func alert(_ row: Row, project: String) -> Alert {
        let members: String = row["members"]
        return Alert(
            id: row["public_id"],
            project: project,
            state: Alert.State(rawValue: row["state"]) ?? .open,
            kind: row["kind"],
            fromCommit: row["from_sha"],
            toCommit: row["to_sha"],
            openedAt: Date(timeIntervalSince1970: row["opened_at"]),
            updatedAt: Date(timeIntervalSince1970: row["updated_at"]),
            members: members.split(separator: " ").map(String.init)
        )
    }

    /// Alerts of a project, newest first.
    public func alerts(in project: String, state: Alert.State?) async throws -> [Alert] {
        try await read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT alert.* FROM alert JOIN project USING (project_id)
                    WHERE slug = :project AND (:state IS NULL OR state = :state) ORDER BY public_id DESC
                    """,
                arguments: ["project": project, "state": state?.rawValue]
            )
            return rows.map { Self.alert($0, project: project) }
        }
    }

    /// The alert with this id.
    public func alert(_ id: String, in project: String) async throws -> Alert? {
        try await read { db in
            let row = try Row.fetchOne(
                db,
                sql: "SELECT alert.* FROM alert JOIN project USING (project_id) WHERE slug = ? AND public_id = ?",
                arguments: [project, id]
            )
            return row.map { Self.alert($0, project: project) }
        }
    }

    /// Writes alerts, events and deliveries in one transaction.
    public func record(alerts: [Alert], events: [AlertEvent], in project: String) async throws {
        try await write { db in
            guard let id = try Self.projectID(project, db) else { return }
            try Self.record(alerts: alerts, events: events, id, db)
        }
    }

    static func record(alerts: [Alert], events: [AlertEvent], _ project: Int64, _ db: Database) throws {
        for alert in alerts {
            try db.execute(
                sql: "INSERT OR REPLACE INTO alert VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    project, alert.id, alert.state.rawValue, alert.kind, alert.fromCommit, alert.toCommit,
                    alert.openedAt.timeIntervalSince1970, alert.updatedAt.timeIntervalSince1970,
                    alert.members.joined(separator: " "),
                ]
            )
        }
        for event in events {
            try insert(event, project, db)
            let webhooks = try String.fetchAll(
                db,
                sql: "SELECT public_id FROM webhook WHERE project_id = ? AND is_active = 1",
                arguments: [project]
            )
            for webhook in webhooks {
                var generator = SystemRandomNumberGenerator()
                let id = PublicID.make("dlv_", now: event.at, using: &generator)
                try enqueue(event, webhook: webhook, delivery: id, project, db)
            }
        }
    }

    static func insert(_ event: AlertEvent, _ project: Int64, _ db: Database) throws {
        try db.execute(
            sql: "INSERT INTO alert_event VALUES (?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                project, event.id, event.alert?.id, event.type, event.at.timeIntervalSince1970, event.actor, event.body,
            ]
        )
    }

    static func enqueue(
        _ event: AlertEvent,
        webhook: String,
        delivery: String,
        _ project: Int64,
        _ db: Database
    ) throws {
        try db.execute(
            sql: "INSERT INTO delivery VALUES (?, ?, ?, ?, 'waiting', 0, ?, NULL)",
            arguments: [project, delivery, webhook, event.id, event.at.timeIntervalSince1970]
        )
    }
}
