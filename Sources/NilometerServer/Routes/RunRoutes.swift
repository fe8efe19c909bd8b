import Foundation
import HTTPTypes
import Hummingbird
import NilometerAPI
import NilometerCore
import NilometerPipeline

/// Uploads, and what is known of runs.
struct RunRoutes {
    let services: Services

    func add(to group: RouterGroup<some RequestContext>) {
        group.post("projects/:project/runs") { request, context in try await upload(request, context) }
        group.get("projects/:project/runs") { request, context in try await list(request, context) }
        group.get("projects/:project/runs/:run") { request, context in
            let project = try await services.project(request, context, .read)
            let id = context.parameters.get("run") ?? ""
            guard let run = try await services.store.run(id, in: project.slug) else { throw Self.unknown(id) }
            return try Answer.json(RunView(run))
        }
        group.delete("projects/:project/runs/:run") { request, context in
            let project = try await services.project(request, context, .admin)
            let id = context.parameters.get("run") ?? ""
            guard try await services.store.deleteRun(id, in: project.slug) else { throw Self.unknown(id) }
            services.sweepDoorbell.ring()
            return Answer.nothing
        }
        group.get("projects/:project/runs/:run/readings") { request, context in
            let project = try await services.project(request, context, .read)
            let id = context.parameters.get("run") ?? ""
            guard let readings = try await services.store.readings(of: id, in: project.slug) else {
                throw Self.unknown(id)
            }
            return try Answer.json(Listing(items: readings.map(ReadingView.init), next: nil))
        }
        group.get("projects/:project/runs/:run/source") { request, context in
            let project = try await services.project(request, context, .read)
            let id = context.parameters.get("run") ?? ""
            guard let source = try await services.store.source(of: id, in: project.slug) else { throw Self.unknown(id) }
            return Answer.response(Data(source.bytes), type: source.type)
        }
    }

    private func upload(_ request: Request, _ context: some RequestContext) async throws -> Response {
        let project = try await services.project(request, context, .upload)
        let body = try await services.body(of: request)
        let intake = Intake(
            project: project,
            body: body,
            contentType: request.headers[.contentType] ?? "text/plain",
            idempotencyKey: HTTPField.Name("Idempotency-Key").flatMap { request.headers[$0] },
            query: Answer.query(request),
            now: services.now()
        )
        let run = try intake.run()
        switch try await services.ingest.append(run) {
        case .stored(let stored): return try Answer.json(RunView(stored), status: .created)
        case .repeated(let first): return try Answer.json(RunView(first))
        case .conflict(let first):
            throw NilometerError(
                .conflict,
                "The Idempotency-Key was used for run \(first) with another body; use a new key for a new run."
            )
        case .unknownProject: throw Services.unknownProject(project.slug)
        case .refused(let reason): throw NilometerError(.invalidInput, reason)
        }
    }

    private func list(_ request: Request, _ context: some RequestContext) async throws -> Response {
        let project = try await services.project(request, context, .read)
        let query = Answer.query(request)
        let limit = Answer.limit(request)
        let runs = try await services.store.runs(
            in: project.slug,
            commit: query["commit"],
            branch: query["branch"],
            machine: query["machine"],
            after: query["cursor"],
            limit: limit
        )
        return try Answer.json(
            Listing(items: runs.map { RunView($0) }, next: runs.count == limit ? runs.last?.id : nil)
        )
    }

    private static func unknown(_ id: String) -> NilometerError {
        NilometerError(.notFound, "The project has no run “\(id.prefix(60))”.")
    }
}
