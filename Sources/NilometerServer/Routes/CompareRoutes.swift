import Hummingbird
import NilometerAPI
import NilometerCore
import NilometerPipeline

/// Comparisons of two revisions, and the verdict on one run.
struct CompareRoutes {
    let services: Services

    func add(to board: Switchboard) {
        board.inProject("compare") { call, project, _ in
            guard let base = call.asked["base"], let head = call.asked["head"] else {
                throw NilometerError(
                    .badQuery,
                    "The query needs “base” and “head”; each is a commit, a branch or a run: ?base=main&head=SHA."
                )
            }
            return try Answer.json(
                ComparisonView(try await services.compare.comparison(base: base, head: head, in: project))
            )
        }
        board.inProject("getVerdict") { call, project, _ in
            let id = try call.name("run")
            guard let comparison = try await services.compare.verdict(ofRun: id, in: project) else {
                throw NilometerError(.notFound, "The project has no run “\(id.prefix(60))”.")
            }
            return try Answer.json(ComparisonView(comparison))
        }
    }
}
