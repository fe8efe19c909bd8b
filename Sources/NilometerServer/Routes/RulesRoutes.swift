import NilometerAPI
import NilometerCore

/// The rules of a project, read.
struct RulesRoutes {
    let services: Services

    func add(to board: Switchboard) {
        board.inProject("getRules") { _, project, _ in
            let stored = try await services.store.rules(of: project.slug)
            return try Answer.json(RulesView(stored, stored.map { RulesText.rules(in: $0.text) } ?? Rules()))
        }
    }
}
