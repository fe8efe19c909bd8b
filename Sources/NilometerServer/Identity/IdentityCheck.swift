import Foundation
import NilometerCore

/// Decides whether a token whose signature is known to be right is one that a rule takes.
struct IdentityCheck: Sendable {
    /// By how much clocks may differ, in seconds.
    static let leeway: TimeInterval = 60
    /// The longest life that a token may give itself, in seconds.
    private static let longestLife: TimeInterval = 86_400

    let rule: TrustRule
    /// The audience where the rule names none.
    let serverAudience: String

    /// Whom a token must be for.
    var audience: String { rule.audience ?? serverAudience }

    /// How long ago a token may have been issued: tokens that are asked for when they are needed are young, those that a
    /// job gets when it begins are as old as the job.
    private var oldest: TimeInterval {
        switch rule.provider {
        case .github, .buildkite: 3600
        case .gitlab, .circleci, .generic: 12 * 3600
        }
    }

    /// Checks times, audience and claims.
    ///
    /// - Throws: `IdentityRefusal` with the first that does not hold.
    func check(_ token: IdentityToken, at now: Date) throws(IdentityRefusal) {
        guard token.issuer == rule.issuer else {
            throw IdentityRefusal(.issuer, "its issuer is \(IdentityRefusal.shown(token.issuer))")
        }
        try checkTimes(token, now.timeIntervalSince1970)
        guard token.audiences == [audience] else {
            let named = token.audiences.prefix(5).map(IdentityRefusal.shown).joined(separator: ", ")
            throw IdentityRefusal(.audience, "it is for \(named), the rule \(rule.id) wants “\(audience)” alone")
        }
        for (name, pattern) in rule.claims.sorted(by: { $0.key < $1.key }) {
            guard let value = token.claims[name] else {
                throw IdentityRefusal(.claims, "it has no claim “\(name)”, which the rule \(rule.id) asks for")
            }
            guard Glob(pattern).fits(value) else {
                throw IdentityRefusal(
                    .claims,
                    "its \(name) is \(IdentityRefusal.shown(value)), the rule \(rule.id) wants “\(pattern)”"
                )
            }
        }
    }

    private func checkTimes(_ token: IdentityToken, _ now: TimeInterval) throws(IdentityRefusal) {
        guard let end = token.numbers["exp"], let begin = token.numbers["iat"] else {
            throw IdentityRefusal(.time, "it lacks exp or iat")
        }
        guard token.claims["nbf"] == nil || token.numbers["nbf"] != nil else {
            throw IdentityRefusal(.time, "its nbf is no number")
        }
        guard now < end + Self.leeway else {
            throw IdentityRefusal(.time, "it expired \(Self.seconds(now - end)) ago")
        }
        let valid = max(begin, token.numbers["nbf"] ?? begin)
        guard valid <= now + Self.leeway else {
            throw IdentityRefusal(.time, "it is not valid for another \(Self.seconds(valid - now))")
        }
        guard now - begin <= oldest + Self.leeway else {
            throw IdentityRefusal(.time, "it was issued \(Self.seconds(now - begin)) ago")
        }
        guard end - begin <= Self.longestLife else {
            throw IdentityRefusal(.time, "it lives for \(Self.seconds(end - begin))")
        }
    }

    /// The use of a token, so that it cannot be exchanged over and over.
    ///
    /// One that a job fetches for each command may be exchanged three times within a minute: an answer may get lost on its
    /// way. One that a job gets at its beginning serves all its commands, and may be exchanged until it ends.
    func use(of token: IdentityToken, at now: Date) -> IdentityUse {
        let end = Date(timeIntervalSince1970: (token.numbers["exp"] ?? 0) + Self.leeway)
        // Not the text of the token: a signature of another form may be valid for the same token.
        let own = token.claims["jti"].map { "jti\u{1F}" + $0 } ?? String(decoding: token.signed, as: UTF8.self)
        let isFetched = rule.provider == .github || rule.provider == .buildkite
        return IdentityUse(
            digest: Tokens.digest(of: rule.issuer + "\u{1F}" + own),
            at: now,
            endsAt: end,
            most: isFetched ? 3 : 200,
            window: isFetched ? 60 : .greatestFiniteMagnitude
        )
    }

    private static func seconds(_ count: TimeInterval) -> String {
        count.magnitude < 1e9 ? "\(Int(count.rounded(.up))) s" : "very long"
    }
}
