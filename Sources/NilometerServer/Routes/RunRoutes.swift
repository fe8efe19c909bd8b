import Foundation
import HTTPTypes
import Hummingbird
import NilometerAPI
import NilometerCore
import NilometerPipeline

/// Uploads, and what is known of runs.
struct RunRoutes {
    let services: Services

    func add(to board: Switchboard) {
        board.inProject("uploadRun") { call, project, token in try await upload(call, project, token) }
        board.inProject("listRuns") { call, project, _ in
            let page = try Page(call.request, call.asked, of: "runs", usually: 100)
            let runs = try await services.store.runs(
                in: project.slug,
                commit: call.asked["commit"],
                branch: call.asked["branch"],
                machine: call.asked["machine"],
                after: page.after,
                limit: page.limit
            )
            return try page.answer(runs.map { RunView($0) }, last: runs.count == page.limit ? runs.last?.id : nil)
        }
        board.inProject("getRun") { call, project, _ in
            let id = try call.name("run")
            guard let run = try await services.store.run(id, in: project.slug) else { throw Self.unknown(id) }
            return try Answer.json(RunView(run))
        }
        board.inProject("deleteRun") { call, project, _ in
            let id = try call.name("run")
            guard try await services.store.deleteRun(id, in: project.slug) else { throw Self.unknown(id) }
            services.sweepDoorbell.ring()
            return Answer.nothing
        }
        board.inProject("listReadings") { call, project, _ in
            let id = try call.name("run")
            guard let readings = try await services.store.readings(of: id, in: project.slug) else {
                throw Self.unknown(id)
            }
            let page = try Page(call.request, call.asked, of: "readings of " + id)
            return try page.answer(
                Array(readings.enumerated()),
                id: { "\($0.offset)" },
                view: { ReadingView($0.element) }
            )
        }
        board.inProject("getSource") { call, project, _ in
            let id = try call.name("run")
            guard let source = try await services.store.source(of: id, in: project.slug) else { throw Self.unknown(id) }
            return Answer.response(Data(source.bytes), type: source.type)
        }
    }

    private func upload(_ call: Switchboard.Call, _ project: Project, _ token: AccessToken) async throws -> Response {
        let wait = try call.asked.wait()
        let sent = try await services.withBody(of: call.request) { body in
            try Intake(
                project: project,
                body: body,
                contentType: call.request.headers[.contentType] ?? "text/plain",
                idempotencyKey: HTTPField.Name("Idempotency-Key").flatMap { call.request.headers[$0] },
                query: call.asked.query,
                now: services.now(),
                kindOfEvidence: services.kindOfEvidence
            ).run()
        }
        let run = try await services.vouched(sent, by: token, for: project)
        let swept = await services.swept.expect(run.id)
        let appended: Appended
        do { appended = try await services.ingest.append(run) } catch {
            await services.swept.forget(run.id)
            throw error
        }
        switch appended {
        case .stored(let stored):
            let isSwept = if let wait { await Swept.ended(swept, within: wait) } else { false }
            await services.swept.forget(run.id)
            return try await answer(stored, isSwept: wait.map { _ in isSwept }, project, status: .created)
        case .repeated(let first):
            await services.swept.forget(run.id)
            return try await answer(first, isSwept: wait.map { _ in true }, project, status: .ok)
        case .conflict(let first):
            await services.swept.forget(run.id)
            throw NilometerError(
                .conflict,
                "The Idempotency-Key was used for run \(first) with another body; use a new key for a new run."
            )
        case .unknownProject:
            await services.swept.forget(run.id)
            throw Services.unknownProject(project.slug)
        case .refused(let reason):
            await services.swept.forget(run.id)
            throw NilometerError(.invalidInput, reason)
        }
    }

    /// The run, and for those who waited whether it was swept and what changed at its commit.
    private func answer(
        _ run: StoredRun,
        isSwept: Bool?,
        _ project: Project,
        status: HTTPResponse.Status
    ) async throws -> Response {
        var view = RunView(run)
        view.swept = isSwept
        if isSwept == true {
            let changes = try await services.store.changes(in: project.slug, series: nil, withRetracted: false)
            view.changes = changes.filter { $0.commit == run.commit.sha }.map(ChangeView.init)
        }
        if isSwept != nil, run.base != nil || run.origin.changeRequest != nil {
            view.verdict = try await services.compare.verdict(ofRun: run.id, in: project).map(ComparisonView.init)
        }
        return try Answer.json(view, status: status)
    }

    private static func unknown(_ id: String) -> NilometerError {
        NilometerError(.notFound, "The project has no run “\(id.prefix(60))”.")
    }
}
