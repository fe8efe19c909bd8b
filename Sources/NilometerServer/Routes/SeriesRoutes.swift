import Foundation
import Hummingbird
import NilometerAPI
import NilometerCore
import NilometerPipeline

/// Series, their points and changes, and comparisons.
struct SeriesRoutes {
    let services: Services

    func add(to group: RouterGroup<some RequestContext>) {
        group.get("projects/:project/series") { request, context in
            let project = try await services.project(request, context, .read)
            let query = Answer.query(request)
            let series = try await services.store.series(
                in: project.slug,
                benchmark: query["benchmark"],
                metric: query["metric"],
                machine: query["machine"]
            )
            return try Answer.json(Listing(items: series.map(SeriesView.init), next: nil))
        }
        group.get("projects/:project/benchmarks") { request, context in
            let project = try await services.project(request, context, .read)
            let series = try await services.store.series(in: project.slug, benchmark: nil, metric: nil, machine: nil)
            return try Answer.json(Listing(items: Set(series.map(\.key.benchmark)).sorted(), next: nil))
        }
        group.get("projects/:project/series/:series") { request, context in
            let (_, series) = try await find(request, context)
            return try Answer.json(SeriesView(series))
        }
        group.get("projects/:project/series/:series/points") { request, context in
            let (project, series) = try await find(request, context)
            let branch = Answer.query(request)["branch"] ?? project.defaultBranch
            let points = try await services.store.points(of: [series.id], in: project.slug, branch: branch)
            let view = PointsView(series: series.id, points: points[series.id] ?? [])
            return Answer.response(Data(view.json()), type: "application/json")
        }
        group.get("projects/:project/series/:series/changes") { request, context in
            let (project, series) = try await find(request, context)
            let changes = try await services.store.changes(in: project.slug, series: [series.id], withRetracted: false)
            return try Answer.json(Listing(items: changes.map(ChangeView.init), next: nil))
        }
        group.get("projects/:project/changes") { request, context in
            let project = try await services.project(request, context, .read)
            let withRetracted = Answer.query(request)["state"] == "retracted"
            let changes = try await services.store.changes(in: project.slug, series: nil, withRetracted: withRetracted)
            return try Answer.json(Listing(items: changes.map(ChangeView.init), next: nil))
        }
    }

    private func find(_ request: Request, _ context: some RequestContext) async throws -> (Project, Series) {
        let project = try await services.project(request, context, .read)
        let id = context.parameters.get("series") ?? ""
        guard let series = try await services.store.series(id, in: project.slug) else {
            throw NilometerError(.notFound, "The project has no series “\(id.prefix(60))”.")
        }
        return (project, series)
    }
}
