import Foundation
public import NilometerCore

extension MemoryStore {
    /// Adds a rule; false when the project does not exist.
    public func createTrustRule(_ rule: TrustRule) -> Bool {
        contents[rule.project]?.trust.append(rule)
        return contents[rule.project] != nil
    }

    /// Rules of a project, oldest first.
    public func trustRules(in project: String) -> [TrustRule] {
        (contents[project]?.trust ?? []).sorted { $0.id < $1.id }
    }

    /// Removes a rule and every token that was given by it.
    public func deleteTrustRule(_ id: String, in project: String) -> Bool {
        guard contents[project]?.trust.contains(where: { $0.id == id }) == true else { return false }
        contents[project]?.trust.removeAll { $0.id == id }
        kept.removeAll { $0.vouched?.rule == id }
        return true
    }

    /// Adds the token that is given for an identity token, and forgets what ended an hour before.
    public func give(_ token: AccessToken, for use: IdentityUse) -> Bool {
        let end = use.at.addingTimeInterval(-3600)
        kept.removeAll { $0.vouched != nil && $0.expiresAt.map { $0 < end } ?? false }
        uses.removeAll { $0.endsAt < end }
        guard let project = token.project, let rule = token.vouched?.rule,
            trustRules(in: project).contains(where: { $0.id == rule })
        else { return false }
        let before = uses.filter { $0.digest == use.digest }
        if let first = before.map(\.at).min() {
            guard before.count < use.most, use.at.timeIntervalSince(first) <= use.window else { return false }
        }
        uses.append(use)
        kept.append(token)
        return true
    }
}
