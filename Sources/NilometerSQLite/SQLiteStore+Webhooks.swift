public import Foundation
import GRDB
public import NilometerCore

extension SQLiteStore {
    private static func webhook(_ row: Row, project: String) -> Webhook {
        Webhook(
            id: row["webhook_id"],
            project: project,
            url: row["url"],
            secret: row["secret"],
            isActive: row["is_active"],
            createdAt: Date(timeIntervalSince1970: row["created_at"])
        )
    }

    private static func delivery(_ row: Row) -> Delivery {
        Delivery(
            id: row["delivery_id"],
            webhook: webhook(row, project: row["slug"]),
            event: row["event"],
            type: row["type"],
            body: row["body"],
            state: Delivery.State(rawValue: row["state"]) ?? .waiting,
            attempts: row["attempts"],
            dueAt: Date(timeIntervalSince1970: row["due_at"]),
            lastResult: row["last_result"]
        )
    }

    /// Adds a webhook.
    public func createWebhook(_ webhook: Webhook) async throws -> Bool {
        try await write { db in
            guard let project = try Self.projectID(webhook.project, db) else { return false }
            try db.execute(
                sql: "INSERT INTO webhook VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [
                    project, webhook.id, webhook.url, webhook.secret, webhook.isActive,
                    webhook.createdAt.timeIntervalSince1970,
                ]
            )
            return true
        }
    }

    /// Webhooks of a project, oldest first.
    public func webhooks(in project: String) async throws -> [Webhook] {
        try await read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT public_id AS webhook_id, url, secret, is_active, webhook.created_at
                    FROM webhook JOIN project USING (project_id) WHERE slug = ? ORDER BY public_id
                    """,
                arguments: [project]
            )
            return rows.map { Self.webhook($0, project: project) }
        }
    }

    /// Removes a webhook and its deliveries.
    public func deleteWebhook(_ id: String, in project: String) async throws -> Bool {
        try await write { db in
            guard let projectID = try Self.projectID(project, db) else { return false }
            try db.execute(
                sql: "DELETE FROM delivery WHERE project_id = ? AND webhook = ?",
                arguments: [projectID, id]
            )
            try db.execute(
                sql: "DELETE FROM webhook WHERE project_id = ? AND public_id = ?",
                arguments: [projectID, id]
            )
            return db.changesCount > 0
        }
    }

    /// Deliveries of a webhook, newest first.
    public func deliveries(of webhook: String, in project: String, limit: Int) async throws -> [Delivery] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT delivery.public_id AS delivery_id, event, state, attempts, due_at, last_result, type, body, slug,
                      webhook.public_id AS webhook_id, url, secret, is_active, webhook.created_at
                    FROM delivery JOIN project USING (project_id)
                    JOIN webhook ON webhook.project_id = delivery.project_id AND webhook.public_id = webhook
                    JOIN alert_event ON alert_event.project_id = delivery.project_id AND alert_event.public_id = event
                    WHERE slug = ? AND webhook.public_id = ? ORDER BY delivery.public_id DESC LIMIT ?
                    """,
                arguments: [project, webhook, limit]
            ).map(Self.delivery)
        }
    }

    /// Deliveries that are due, oldest first.
    public func dueDeliveries(at now: Date, limit: Int) async throws -> [Delivery] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT delivery.public_id AS delivery_id, event, state, attempts, due_at, last_result, type, body, slug,
                      webhook.public_id AS webhook_id, url, secret, is_active, webhook.created_at
                    FROM delivery JOIN project USING (project_id)
                    JOIN webhook ON webhook.project_id = delivery.project_id AND webhook.public_id = webhook
                    JOIN alert_event ON alert_event.project_id = delivery.project_id AND alert_event.public_id = event
                    WHERE state = 'waiting' AND due_at <= ? ORDER BY due_at LIMIT ?
                    """,
                arguments: [now.timeIntervalSince1970, limit]
            ).map(Self.delivery)
        }
    }

    /// Writes what became of a delivery.
    public func record(_ delivery: Delivery) async throws {
        try await write { db in
            guard let project = try Self.projectID(delivery.webhook.project, db) else { return }
            try db.execute(
                sql:
                    "UPDATE delivery SET state = ?, attempts = ?, due_at = ?, last_result = ? WHERE project_id = ? AND public_id = ?",
                arguments: [
                    delivery.state.rawValue, delivery.attempts, delivery.dueAt.timeIntervalSince1970,
                    delivery.lastResult, project, delivery.id,
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
}
