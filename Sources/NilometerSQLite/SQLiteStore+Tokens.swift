import Foundation
import GRDB
public import NilometerCore

extension SQLiteStore {
    private static func token(_ row: Row) throws -> AccessToken {
        let scopes: String = row["scopes"]
        let expiresAt: Double? = row["expires_at"]
        let vouched: String? = row["vouched"]
        return AccessToken(
            id: row["public_id"],
            name: row["name"],
            keyID: row["key_id"],
            digest: row["digest"],
            scopes: scopes.split(separator: " ").compactMap { AccessToken.Scope(rawValue: String($0)) },
            project: row["project"],
            createdAt: Date(timeIntervalSince1970: row["created_at"]),
            expiresAt: expiresAt.map { Date(timeIntervalSince1970: $0) },
            vouched: try vouched.map { try JSONDecoder().decode(Vouched.self, from: Data($0.utf8)) }
        )
    }

    /// Adds a token.
    public func createToken(_ token: AccessToken) async throws {
        try await write { try Self.insert(token, $0) }
    }

    static func insert(_ token: AccessToken, _ db: Database) throws {
        let vouched = try token.vouched.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
        try db.run(
            """
            INSERT INTO token (public_id, name, key_id, digest, scopes, project, created_at, expires_at, trust, vouched)
            VALUES (:token, :name, :key, :digest, :scopes, :project, :createdAt, :expiresAt, :trust, :vouched)
            """,
            [
                "token": token.id, "name": token.name, "key": token.keyID, "digest": token.digest,
                "scopes": token.scopes.map(\.rawValue).joined(separator: " "), "project": token.project,
                "createdAt": token.createdAt.timeIntervalSince1970,
                "expiresAt": token.expiresAt?.timeIntervalSince1970, "trust": token.vouched?.rule, "vouched": vouched,
            ]
        )
    }

    /// The token with this key id.
    public func token(keyID: String) async throws -> AccessToken? {
        try await read { db in
            try db.row("SELECT * FROM token WHERE key_id = :key", ["key": keyID]).map(Self.token)
        }
    }

    /// All tokens, oldest first.
    public func tokens() async throws -> [AccessToken] {
        try await read { db in try db.rows("SELECT * FROM token ORDER BY public_id").map(Self.token) }
    }

    /// Removes a token.
    public func deleteToken(_ id: String) async throws -> Bool {
        try await write { db in
            try db.run("DELETE FROM token WHERE public_id = :token", ["token": id])
            return db.changesCount > 0
        }
    }
}
