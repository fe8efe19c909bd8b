import Foundation
import GRDB
public import NilometerCore

extension SQLiteStore {
    /// How long ended tokens are still known, so that their holders are told that they ended, in seconds.
    private static let endedKeptFor: TimeInterval = 3600

    private static func rule(_ row: Row, project: String) throws -> TrustRule {
        let provider: String = row["provider"]
        guard let known = IdentityProvider(rawValue: provider) else {
            throw StoreError.failed("A trust rule is of the unknown provider \(provider); use a newer nilometerd.")
        }
        let scopes: String = row["scopes"]
        let claims: String = row["claims"]
        return TrustRule(
            id: row["public_id"],
            project: project,
            name: row["name"],
            provider: known,
            issuer: row["issuer"],
            audience: row["audience"],
            claims: try JSONDecoder().decode([String: String].self, from: Data(claims.utf8)),
            branch: row["branch"],
            scopes: scopes.split(separator: " ").compactMap { AccessToken.Scope(rawValue: String($0)) },
            keys: row["keys"],
            createdAt: Date(timeIntervalSince1970: row["created_at"])
        )
    }

    /// Adds a rule; false when the project does not exist.
    public func createTrustRule(_ rule: TrustRule) async throws -> Bool {
        try await write { db in
            guard let project = try Self.projectID(rule.project, db) else { return false }
            try db.run(
                """
                INSERT INTO trust (project_id, public_id, name, provider, issuer, audience, claims, branch, scopes, keys,
                  created_at)
                VALUES (:project, :rule, :name, :provider, :issuer, :audience, :claims, :branch, :scopes, :keys, :createdAt)
                """,
                [
                    "project": project, "rule": rule.id, "name": rule.name, "provider": rule.provider.rawValue,
                    "issuer": rule.issuer, "audience": rule.audience,
                    "claims": String(decoding: try JSONEncoder().encode(rule.claims), as: UTF8.self),
                    "branch": rule.branch, "scopes": rule.scopes.map(\.rawValue).joined(separator: " "),
                    "keys": rule.keys, "createdAt": rule.createdAt.timeIntervalSince1970,
                ]
            )
            return true
        }
    }

    /// Rules of a project, oldest first.
    public func trustRules(in project: String) async throws -> [TrustRule] {
        try await read { db in
            guard let id = try Self.projectID(project, db) else { return [] }
            return try db.rows(
                "SELECT * FROM trust WHERE project_id = :project ORDER BY public_id",
                ["project": id]
            ).map { try Self.rule($0, project: project) }
        }
    }

    /// Removes a rule and every token that was given by it.
    public func deleteTrustRule(_ id: String, in project: String) async throws -> Bool {
        try await write { db in
            guard let projectID = try Self.projectID(project, db) else { return false }
            try db.run(
                "DELETE FROM trust WHERE project_id = :project AND public_id = :rule",
                ["project": projectID, "rule": id]
            )
            guard db.changesCount > 0 else { return false }
            try db.run("DELETE FROM token WHERE trust = :rule", ["rule": id])
            return true
        }
    }

    /// Adds the token that is given for an identity token, and forgets what ended an hour before.
    public func give(_ token: AccessToken, for use: IdentityUse) async throws -> Bool {
        try await write { db in
            let end = use.at.timeIntervalSince1970 - Self.endedKeptFor
            try db.run("DELETE FROM token WHERE trust IS NOT NULL AND expires_at < :end", ["end": end])
            try db.run("DELETE FROM identity_use WHERE ends_at < :end", ["end": end])
            guard let slug = token.project, let project = try Self.projectID(slug, db),
                try db.number(
                    "SELECT 1 FROM trust WHERE project_id = :project AND public_id = :rule",
                    ["project": project, "rule": token.vouched?.rule]
                ) != nil
            else { return false }
            let known = try db.row(
                "SELECT first_at, uses FROM identity_use WHERE digest = :digest",
                ["digest": use.digest]
            )
            if let known {
                let (first, uses): (Double, Int) = (known["first_at"], known["uses"])
                guard uses < use.most, use.at.timeIntervalSince1970 - first <= use.window else { return false }
            }
            try db.run(
                """
                INSERT INTO identity_use (digest, first_at, uses, ends_at) VALUES (:digest, :at, 1, :ends)
                ON CONFLICT DO UPDATE SET uses = uses + 1
                """,
                [
                    "digest": use.digest, "at": use.at.timeIntervalSince1970,
                    "ends": use.endsAt.timeIntervalSince1970,
                ]
            )
            try Self.insert(token, db)
            return true
        }
    }
}
