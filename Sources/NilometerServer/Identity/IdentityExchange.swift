import Foundation
import NilometerCore

/// Gives a short-lived token for an identity token that a rule of the project takes.
struct IdentityExchange: Sendable {
    /// How long a given token lives, in seconds.
    static let life: TimeInterval = 900

    let store: any Store
    let ring: KeyRing
    /// The audience where a rule names none.
    let audience: String

    /// A token for a job of a project.
    ///
    /// - Parameters:
    ///   - text: the identity token.
    ///   - slug: the project.
    ///   - now: the time.
    /// - Returns: the token's text, and what is kept of it.
    /// - Throws: `IdentityRefusal`; `StoreError`.
    func token(for text: String, project slug: String, at now: Date) async throws -> (text: String, token: AccessToken)
    {
        let token = try IdentityToken(text)
        let rules = try await store.trustRules(in: slug).filter { $0.issuer == token.issuer }
        guard !rules.isEmpty else {
            throw IdentityRefusal(
                .issuer,
                "no rule of the project \(IdentityRefusal.shown(slug)) trusts \(IdentityRefusal.shown(token.issuer))"
            )
        }
        var last = IdentityRefusal(.issuer, "no rule was tried")
        for rule in rules {
            do {
                let keys =
                    if let pasted = rule.keys { try await IssuerKeys(Array(pasted.utf8)) } else {
                        try await ring.keys(of: rule.issuer, naming: token.keyID, at: now)
                    }
                try keys.check(token)
                let check = IdentityCheck(rule: rule, serverAudience: audience)
                try check.check(token, at: now)
                let vouched = try Vouched.of(token.claims, by: rule)
                return try await give(vouched, by: rule, for: check.use(of: token, at: now), at: now)
            } catch let refusal as IdentityRefusal {
                last = refusal
            }
        }
        throw last
    }

    private func give(
        _ vouched: Vouched,
        by rule: TrustRule,
        for use: IdentityUse,
        at now: Date
    ) async throws -> (text: String, token: AccessToken) {
        let made = Tokens.make(
            name: String("\(rule.name): \(vouched.subject)".prefix(150)),
            scopes: rule.scopes,
            project: rule.project,
            expiresAt: now.addingTimeInterval(Self.life),
            now: now,
            vouched: vouched
        )
        guard try await store.give(made.token, for: use) else {
            throw IdentityRefusal(.replay, "it was exchanged as often as it may be, or the rule \(rule.id) is gone")
        }
        return made
    }
}
