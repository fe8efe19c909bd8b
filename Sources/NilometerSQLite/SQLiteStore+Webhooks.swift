import Foundation
import GRDB
public import NilometerCore

extension SQLiteStore {
    /// A webhook of a row that has its columns, with its secrets.
    static func webhook(_ row: Row, project: String, _ id: Int64, _ db: Database) throws -> Webhook {
        let name: String = row["webhook_id"]
        let secrets = try db.rows(
            """
            SELECT sealed, key_id, ends_at FROM webhook_secret
            WHERE project_id = :project AND webhook = :webhook ORDER BY place
            """,
            ["project": id, "webhook": name]
        )
        return Webhook(
            id: name,
            project: project,
            url: row["url"],
            secrets: secrets.map { secret in
                let endsAt: Double? = secret["ends_at"]
                return WebhookSecret(
                    sealed: secret["sealed"],
                    keyID: secret["key_id"],
                    endsAt: endsAt.map { Date(timeIntervalSince1970: $0) }
                )
            },
            isActive: row["is_active"],
            createdAt: Date(timeIntervalSince1970: row["created_at"])
        )
    }

    /// Adds a webhook.
    public func createWebhook(_ webhook: Webhook) async throws -> Bool {
        try await write { db in
            guard let project = try Self.projectID(webhook.project, db) else { return false }
            try db.run(
                """
                INSERT INTO webhook (project_id, public_id, url, is_active, created_at)
                VALUES (:project, :webhook, :url, :isActive, :createdAt)
                """,
                [
                    "project": project, "webhook": webhook.id, "url": webhook.url, "isActive": webhook.isActive,
                    "createdAt": webhook.createdAt.timeIntervalSince1970,
                ]
            )
            try Self.write(secretsOf: webhook, project, db)
            return true
        }
    }

    /// Webhooks of a project, oldest first.
    public func webhooks(in project: String) async throws -> [Webhook] {
        try await read { db in
            try db.rows(
                """
                SELECT webhook.project_id AS owner, public_id AS webhook_id, url, is_active, webhook.created_at
                FROM webhook JOIN project USING (project_id) WHERE slug = :project ORDER BY public_id
                """,
                ["project": project]
            ).map { try Self.webhook($0, project: project, $0["owner"], db) }
        }
    }

    /// Replaces URL, secrets and whether it is active.
    public func updateWebhook(_ webhook: Webhook) async throws -> Bool {
        try await write { db in
            guard let project = try Self.projectID(webhook.project, db) else { return false }
            try db.run(
                """
                UPDATE webhook SET url = :url, is_active = :isActive
                WHERE project_id = :project AND public_id = :webhook
                """,
                ["project": project, "webhook": webhook.id, "url": webhook.url, "isActive": webhook.isActive]
            )
            guard db.changesCount > 0 else { return false }
            try db.run(
                "DELETE FROM webhook_secret WHERE project_id = :project AND webhook = :webhook",
                ["project": project, "webhook": webhook.id]
            )
            try Self.write(secretsOf: webhook, project, db)
            return true
        }
    }

    private static func write(secretsOf webhook: Webhook, _ project: Int64, _ db: Database) throws {
        for (place, secret) in webhook.secrets.enumerated() {
            try db.run(
                """
                INSERT INTO webhook_secret (project_id, webhook, place, sealed, key_id, ends_at)
                VALUES (:project, :webhook, :place, :sealed, :key, :endsAt)
                """,
                [
                    "project": project, "webhook": webhook.id, "place": place, "sealed": secret.sealed,
                    "key": secret.keyID, "endsAt": secret.endsAt?.timeIntervalSince1970,
                ]
            )
        }
    }

    /// Removes a webhook and its deliveries.
    public func deleteWebhook(_ id: String, in project: String) async throws -> Bool {
        try await write { db in
            guard let projectID = try Self.projectID(project, db) else { return false }
            try db.run(
                "DELETE FROM webhook WHERE project_id = :project AND public_id = :webhook",
                ["project": projectID, "webhook": id]
            )
            return db.changesCount > 0
        }
    }
}
