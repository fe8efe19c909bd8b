import Foundation
import Hummingbird
import NilometerAPI
import NilometerCore

/// Whose identity tokens a project takes, said by administrators.
struct TrustRoutes {
    let services: Services

    func add(to board: Switchboard) {
        board.inProject("listTrust") { call, project, _ in
            let page = try Page(call.request, call.asked, of: "trust of " + project.slug)
            let rules = try await services.store.trustRules(in: project.slug)
            return try page.answer(rules, id: \.id, view: view)
        }
        board.inProject("createTrust") { call, project, _ in
            let draft = try await services.value(TrustRuleDraft.self, keys: TrustRuleDraft.keys, of: call.request)
            let now = services.now()
            var generator = SystemRandomNumberGenerator()
            let id = PublicID.make("tru_", now: now, using: &generator)
            let rule = try await draft.rule(in: project, id: id, at: now)
            guard try await services.store.createTrustRule(rule) else { throw Services.unknownProject(project.slug) }
            return try Answer.json(view(rule), status: .created)
        }
        board.inProject("deleteTrust") { call, project, _ in
            let id = try call.name("rule")
            guard try await services.store.deleteTrustRule(id, in: project.slug) else {
                throw NilometerError(.notFound, "The project has no trust rule “\(id.prefix(60))”.")
            }
            return Answer.nothing
        }
    }

    private func view(_ rule: TrustRule) -> TrustRuleView {
        TrustRuleView(rule, audience: rule.audience ?? services.publicURL)
    }
}
