import Hummingbird
import NilometerAPI
import NilometerCore
import NilometerPipeline

/// Comparisons of two revisions, and the verdict on one run.
struct CompareRoutes {
    let services: Services

    func add(to group: RouterGroup<some RequestContext>) {
        group.get("projects/:project/compare") { request, context in
            let project = try await services.project(request, context, .read)
            let query = Answer.query(request)
            guard let base = query["base"], let head = query["head"], !base.isEmpty, !head.isEmpty else {
                throw NilometerError(
                    .invalidInput,
                    "The query needs “base” and “head”; each is a commit, a branch or a run: ?base=main&head=SHA."
                )
            }
            return try Answer.json(
                ComparisonView(try await services.compare.comparison(base: base, head: head, in: project))
            )
        }
        group.get("projects/:project/runs/:run/verdict") { request, context in
            let project = try await services.project(request, context, .read)
            let id = context.parameters.get("run") ?? ""
            guard let comparison = try await services.compare.verdict(ofRun: id, in: project) else {
                throw NilometerError(.notFound, "The project has no run “\(id.prefix(60))”.")
            }
            return try Answer.json(ComparisonView(comparison))
        }
    }
}
