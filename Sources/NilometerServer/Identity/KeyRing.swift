import Foundation
import NilometerFormats

/// Keeps the keys of issuers for as long as they hold, and fetches them again when they do not.
///
/// Only the addresses of trust rules are ever asked: none that a token names.
actor KeyRing {
    /// What is known of an issuer.
    private struct Entry {
        var keys: IssuerKeys?
        /// Until when the keys need not be asked for again.
        var freshUntil = Date.distantPast
        /// Until when the keys are used although the issuer does not answer.
        var usableUntil = Date.distantPast
        var askedAt = Date.distantPast
        var failure: String?
    }

    private static let shortestLife: TimeInterval = 300
    private static let usualLife: TimeInterval = 3600
    private static let longestLife: TimeInterval = 86_400
    /// How long keys outlive their freshness while the issuer is down.
    private static let outage: TimeInterval = 6 * 3600
    /// How often at most an issuer is asked; after a failure sooner.
    private static let pause: TimeInterval = 60
    private static let pauseAfterFailure: TimeInterval = 15
    /// How many issuers are remembered.
    private static let most = 256

    private let documents: any IssuerDocuments
    private var entries: [String: Entry] = [:]
    /// Who waits for the answer of an issuer that is being asked.
    private var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]

    init(documents: any IssuerDocuments) { self.documents = documents }

    /// The keys of an issuer, asked for again when they are old or lack the one that is named.
    ///
    /// - Throws: `IdentityRefusal` `keys` when none can be had.
    func keys(of issuer: String, naming id: String?, at now: Date) async throws(IdentityRefusal) -> IssuerKeys {
        let known = entries[issuer] ?? Entry()
        let isUnknown = id.map { id in known.keys.map { !$0.has(id) } ?? true } ?? false
        let pause = known.failure == nil ? Self.pause : Self.pauseAfterFailure
        let mayAsk = now >= known.askedAt.addingTimeInterval(pause) || waiting[issuer] != nil
        if mayAsk, now >= known.freshUntil || isUnknown { await ask(issuer, at: now) }
        let entry = entries[issuer] ?? Entry()
        guard let keys = entry.keys, now < entry.usableUntil else {
            throw IdentityRefusal(.keys, "the issuer's keys could not be had: \(entry.failure ?? "it was not asked")")
        }
        return keys
    }

    private func ask(_ issuer: String, at now: Date) async {
        guard waiting[issuer] == nil else {
            await withCheckedContinuation { waiting[issuer]?.append($0) }
            return
        }
        waiting[issuer] = []
        if entries.count >= Self.most, entries[issuer] == nil,
            let oldest = entries.min(by: { $0.value.askedAt < $1.value.askedAt })
        {
            entries[oldest.key] = nil
        }
        var entry = entries[issuer] ?? Entry()
        entry.askedAt = now
        do {
            let found = try await fetch(issuer)
            entry.keys = found.keys
            entry.freshUntil = now.addingTimeInterval(found.life)
            entry.usableUntil = entry.freshUntil.addingTimeInterval(Self.outage)
            entry.failure = nil
        } catch is CancellationError {
            // Nobody was answered: who comes next asks.
            entry.askedAt = .distantPast
        } catch {
            entry.failure = "\(error)"
        }
        entries[issuer] = entry
        for waiter in waiting.removeValue(forKey: issuer) ?? [] { waiter.resume() }
    }

    private func fetch(_ issuer: String) async throws -> (keys: IssuerKeys, life: TimeInterval) {
        let top = issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer
        let discovery = try await documents.document(at: top + "/.well-known/openid-configuration")
        let named = try Self.discovered(discovery.bytes)
        guard named.issuer == issuer else {
            throw IdentityRefusal(
                .keys,
                "its discovery document is of the issuer \(IdentityRefusal.shown(named.issuer ?? ""))"
            )
        }
        guard let address = named.keys else { throw IdentityRefusal(.keys, "its discovery document has no jwks_uri") }
        let document = try await documents.document(at: address)
        let life = min(max(document.maxAge ?? Self.usualLife, Self.shortestLife), Self.longestLife)
        return (try await IssuerKeys(document.bytes), life)
    }

    private static func discovered(_ bytes: [UInt8]) throws(IdentityRefusal) -> (issuer: String?, keys: String?) {
        var found: (issuer: String?, keys: String?) = (nil, nil)
        do {
            var reader = try JSONReader(strict: bytes)
            try reader.beginObject()
            while let name = try reader.nextKey() {
                switch name {
                case "issuer": found.issuer = try reader.string()
                case "jwks_uri": found.keys = try reader.string()
                default: try reader.skip()
                }
            }
            try reader.end()
        } catch {
            throw IdentityRefusal(.keys, "its discovery document is no acceptable JSON: \(error.phrase)")
        }
        return found
    }
}
