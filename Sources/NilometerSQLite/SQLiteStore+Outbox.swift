public import Foundation
import GRDB
public import NilometerCore

extension SQLiteStore {
    private static func delivery(_ row: Row, _ db: Database) throws -> Delivery {
        Delivery(
            id: row["delivery_id"],
            webhook: try webhook(row, project: row["slug"], row["owner"], db),
            event: row["event"],
            type: row["type"],
            body: row["body"],
            state: Delivery.State(rawValue: row["state"]) ?? .waiting,
            attempts: row["attempts"],
            dueAt: Date(timeIntervalSince1970: row["due_at"]),
            lastResult: row["last_result"]
        )
    }

    /// Deliveries of a webhook, newest first.
    public func deliveries(
        of webhook: String,
        in project: String,
        after: String?,
        limit: Int
    ) async throws -> [Delivery] {
        try await read { db in
            try db.rows(
                """
                SELECT delivery.project_id AS owner, delivery.public_id AS delivery_id, event, state, attempts, due_at,
                  last_result, type, body, slug, webhook.public_id AS webhook_id, url, is_active, webhook.created_at
                FROM delivery JOIN project USING (project_id)
                JOIN webhook ON webhook.project_id = delivery.project_id AND webhook.public_id = delivery.webhook
                JOIN alert_event ON alert_event.project_id = delivery.project_id AND alert_event.public_id = event
                WHERE slug = :project AND delivery.webhook = :webhook
                  AND delivery.public_id < coalesce(:after, '~')
                ORDER BY delivery.public_id DESC LIMIT :limit
                """,
                ["project": project, "webhook": webhook, "after": after, "limit": limit]
            ).map { try Self.delivery($0, db) }
        }
    }

    /// The delivery with this id.
    public func delivery(_ id: String, in project: String) async throws -> Delivery? {
        try await read { db in
            try db.row(
                """
                SELECT delivery.project_id AS owner, delivery.public_id AS delivery_id, event, state, attempts, due_at,
                  last_result, type, body, slug, webhook.public_id AS webhook_id, url, is_active, webhook.created_at
                FROM delivery JOIN project USING (project_id)
                JOIN webhook ON webhook.project_id = delivery.project_id AND webhook.public_id = delivery.webhook
                JOIN alert_event ON alert_event.project_id = delivery.project_id AND alert_event.public_id = event
                WHERE slug = :project AND delivery.public_id = :delivery
                """,
                ["project": project, "delivery": id]
            ).map { try Self.delivery($0, db) }
        }
    }

    /// Deliveries to active webhooks that are due, oldest first, at most `each` a webhook.
    ///
    /// `CROSS JOIN` keeps the order of the tables: the few webhooks first, never a scan of all deliveries.
    public func dueDeliveries(at now: Date, each: Int, limit: Int) async throws -> [Delivery] {
        try await read { db in
            try db.rows(
                """
                SELECT delivery.project_id AS owner, delivery.public_id AS delivery_id, event, state, attempts, due_at,
                  last_result, type, body, slug, webhook.public_id AS webhook_id, url, is_active, webhook.created_at
                FROM webhook JOIN project USING (project_id)
                CROSS JOIN delivery ON delivery.project_id = webhook.project_id AND delivery.public_id IN (
                  SELECT due.public_id FROM delivery AS due WHERE due.project_id = webhook.project_id
                    AND due.webhook = webhook.public_id AND due.state = 'waiting' AND due.due_at <= :now
                  ORDER BY due.due_at LIMIT :each)
                JOIN alert_event ON alert_event.project_id = delivery.project_id AND alert_event.public_id = event
                WHERE is_active = 1 ORDER BY due_at LIMIT :limit
                """,
                ["now": now.timeIntervalSince1970, "each": each, "limit": limit]
            ).map { try Self.delivery($0, db) }
        }
    }

    /// Writes what became of a delivery.
    public func record(_ delivery: Delivery) async throws {
        try await write { db in
            guard let project = try Self.projectID(delivery.webhook.project, db) else { return }
            try db.run(
                """
                UPDATE delivery SET state = :state, attempts = :attempts, due_at = :dueAt, last_result = :result
                WHERE project_id = :project AND public_id = :delivery
                """,
                [
                    "state": delivery.state.rawValue, "attempts": delivery.attempts,
                    "dueAt": delivery.dueAt.timeIntervalSince1970, "result": delivery.lastResult, "project": project,
                    "delivery": delivery.id,
                ]
            )
        }
    }

    /// Adds one delivery to one webhook.
    public func enqueue(_ event: AlertEvent, to webhook: Webhook, deliveryID: String) async throws {
        try await write { db in
            guard let project = try Self.projectID(webhook.project, db) else { return }
            try Self.insert(event, project, db)
            try Self.enqueue(event, webhook: webhook.id, delivery: deliveryID, project, db)
        }
    }

    /// Forgets deliveries that ended before a time, and the test events that only they needed.
    public func forgetDeliveries(endedBefore end: Date) async throws -> Int {
        try await write { db in
            try db.run(
                """
                DELETE FROM alert_event WHERE alert IS NULL AND (project_id, public_id) IN
                  (SELECT project_id, event FROM delivery WHERE state <> 'waiting' AND due_at < :end)
                """,
                ["end": end.timeIntervalSince1970]
            )
            let tests = db.changesCount
            try db.run(
                "DELETE FROM delivery WHERE state <> 'waiting' AND due_at < :end",
                ["end": end.timeIntervalSince1970]
            )
            return tests + db.changesCount
        }
    }
}
