import Foundation
import GRDB
public import NilometerCore

extension SQLiteStore {
    private static func alert(_ row: Row, project: String) -> Alert {
        let members: String = row["members"]
        let series: String = row["series"]
        let held: String? = row["held"]
        let mutedUntil: Double? = row["muted_until"]
        return Alert(
            id: row["public_id"],
            project: project,
            state: Alert.State(rawValue: row["state"]) ?? .open,
            kind: Alert.Kind(rawValue: row["kind"]) ?? .regression,
            fromCommit: row["from_sha"],
            toCommit: row["to_sha"],
            openedAt: Date(timeIntervalSince1970: row["opened_at"]),
            updatedAt: Date(timeIntervalSince1970: row["updated_at"]),
            members: members.split(separator: " ").map(String.init),
            held: held.flatMap(Alert.Hold.init),
            summary: row["summary"],
            machine: row["machine"],
            metric: row["metric"],
            series: series.split(separator: " ").map(String.init),
            backAt: row["back_sha"],
            mutedUntil: mutedUntil.map { Date(timeIntervalSince1970: $0) },
            assignee: row["assignee"],
            note: row["note"],
            mergedInto: row["merged_into"],
            version: row["version"]
        )
    }

    /// Alerts of a project, newest first.
    public func alerts(in project: String, state: Alert.State?) async throws -> [Alert] {
        try await read { db in
            try db.rows(
                """
                SELECT alert.* FROM alert JOIN project USING (project_id)
                WHERE slug = :project AND (:state IS NULL OR state = :state) ORDER BY public_id DESC
                """,
                ["project": project, "state": state?.rawValue]
            ).map { Self.alert($0, project: project) }
        }
    }

    /// The alert with this id.
    public func alert(_ id: String, in project: String) async throws -> Alert? {
        try await read { db in
            try db.row(
                """
                SELECT alert.* FROM alert JOIN project USING (project_id)
                WHERE slug = :project AND public_id = :alert
                """,
                ["project": project, "alert": id]
            ).map { Self.alert($0, project: project) }
        }
    }

    /// What happened to an alert, oldest first.
    public func events(of alert: String, in project: String) async throws -> [AlertEvent] {
        try await read { db in
            try db.rows(
                """
                SELECT public_id, type, at, actor, body FROM alert_event JOIN project USING (project_id)
                WHERE slug = :project AND alert = :alert ORDER BY ordinal
                """,
                ["project": project, "alert": alert]
            ).map { row in
                AlertEvent(
                    id: row["public_id"],
                    type: row["type"],
                    alert: nil,
                    at: Date(timeIntervalSince1970: row["at"]),
                    actor: row["actor"],
                    body: row["body"]
                )
            }
        }
    }

    /// Writes alerts, events and deliveries in one transaction, or nothing when an alert is newer than the caller's.
    public func record(alerts: [Alert], events: [AlertEvent], in project: String) async throws -> Bool {
        try await write { db in
            guard let id = try Self.projectID(project, db) else { return false }
            for alert in alerts {
                let stored = try Self.stored(alert.id, of: project, id, db)
                guard stored?.version ?? 0 == alert.version else { return false }
            }
            for alert in alerts { try Self.write(alert, id, db) }
            for event in events { try Self.write(event, id, db) }
            return true
        }
    }

    /// Writes what a sweep decided; a decision that a person took since the sweep read the alert stays.
    static func record(alerts: [Alert], events: [AlertEvent], _ project: Int64, _ db: Database) throws {
        for alert in alerts {
            let stored = try stored(alert.id, of: alert.project, project, db)
            try write(stored.map { merged(alert, into: $0) } ?? alert, project, db)
        }
        for event in events { try write(event, project, db) }
    }

    private static func merged(_ alert: Alert, into stored: Alert) -> Alert {
        guard stored.version != alert.version else { return alert }
        var result = stored
        result.members += alert.members.filter { !stored.members.contains($0) }
        result.held = alert.held
        result.summary = alert.summary
        result.series = alert.series
        result.fromCommit = alert.fromCommit
        result.toCommit = alert.toCommit
        result.backAt = alert.backAt
        result.updatedAt = alert.updatedAt
        let isUndecided = stored.state == .open || stored.state == .acknowledged
        if alert.state == .recovered, isUndecided { result.state = .recovered }
        return result
    }

    private static func stored(
        _ alert: String,
        of slug: String,
        _ project: Int64,
        _ db: Database
    ) throws -> Alert? {
        try db.row(
            "SELECT * FROM alert WHERE project_id = :project AND public_id = :alert",
            ["project": project, "alert": alert]
        ).map { Self.alert($0, project: slug) }
    }

    private static func write(_ alert: Alert, _ project: Int64, _ db: Database) throws {
        try db.run(
            """
            INSERT INTO alert (project_id, public_id, state, kind, from_sha, to_sha, opened_at, updated_at, members,
              held, summary, machine, metric, series, back_sha, muted_until, assignee, note, merged_into, version)
            VALUES (:project, :alert, :state, :kind, :from, :to, :openedAt, :updatedAt, :members,
              :held, :summary, :machine, :metric, :series, :backAt, :mutedUntil, :assignee, :note, :mergedInto, 1)
            ON CONFLICT (project_id, public_id) DO UPDATE SET state = excluded.state,
              from_sha = excluded.from_sha, to_sha = excluded.to_sha, back_sha = excluded.back_sha,
              updated_at = excluded.updated_at, members = excluded.members, held = excluded.held,
              summary = excluded.summary, series = excluded.series, muted_until = excluded.muted_until,
              assignee = excluded.assignee, note = excluded.note, merged_into = excluded.merged_into,
              version = version + 1
            """,
            [
                "project": project, "alert": alert.id, "state": alert.state.rawValue, "kind": alert.kind.rawValue,
                "from": alert.fromCommit, "to": alert.toCommit, "openedAt": alert.openedAt.timeIntervalSince1970,
                "updatedAt": alert.updatedAt.timeIntervalSince1970, "members": alert.members.joined(separator: " "),
                "held": alert.held?.rawValue, "summary": alert.summary, "machine": alert.machine,
                "metric": alert.metric,
                "series": alert.series.joined(separator: " "), "backAt": alert.backAt,
                "mutedUntil": alert.mutedUntil?.timeIntervalSince1970, "assignee": alert.assignee, "note": alert.note,
                "mergedInto": alert.mergedInto,
            ]
        )
    }

    /// Writes an event and one delivery to every active webhook; none while its alert is muted or held.
    private static func write(_ event: AlertEvent, _ project: Int64, _ db: Database) throws {
        try insert(event, project, db)
        if event.alert?.held != nil { return }
        if let end = event.alert?.mutedUntil, end > event.at { return }
        let webhooks = try db.rows(
            "SELECT public_id FROM webhook WHERE project_id = :project AND is_active = 1",
            ["project": project]
        )
        for webhook in webhooks {
            var generator = SystemRandomNumberGenerator()
            let id = PublicID.make("dlv_", now: event.at, using: &generator)
            try enqueue(event, webhook: webhook["public_id"], delivery: id, project, db)
        }
    }

    static func insert(_ event: AlertEvent, _ project: Int64, _ db: Database) throws {
        try db.run(
            """
            INSERT INTO alert_event (project_id, public_id, alert, ordinal, type, at, actor, body)
            SELECT :project, :event, :alert, count(*), :type, :at, :actor, :body FROM alert_event
            WHERE project_id = :project AND alert = :alert
            """,
            [
                "project": project, "event": event.id, "alert": event.alert?.id, "type": event.type,
                "at": event.at.timeIntervalSince1970, "actor": event.actor, "body": event.body,
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
        try db.run(
            """
            INSERT INTO delivery (project_id, public_id, webhook, event, state, attempts, due_at)
            VALUES (:project, :delivery, :webhook, :event, 'waiting', 0, :dueAt)
            """,
            [
                "project": project, "delivery": delivery, "webhook": webhook, "event": event.id,
                "dueAt": event.at.timeIntervalSince1970,
            ]
        )
    }
}
