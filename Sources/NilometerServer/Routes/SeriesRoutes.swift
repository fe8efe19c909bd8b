import Foundation
import Hummingbird
import NilometerAPI
import NilometerCore
import NilometerPipeline

/// Series, their points and changes.
struct SeriesRoutes {
    /// How many series are looked at together for points on a branch.
    private static let slice = 64

    let services: Services

    func add(to board: Switchboard) {
        board.inProject("listSeries") { call, project, _ in
            let page = try Page(call.request, call.asked, of: "series")
            var series = try await services.store.series(
                in: project.slug,
                benchmark: call.asked["benchmark"],
                metric: call.asked["metric"],
                machine: call.asked["machine"]
            )
            if let branch = call.asked["branch"] {
                series = try await Self.measured(series, on: branch, page, project, services.store)
            }
            return try page.answer(series, id: \.id, view: SeriesView.init)
        }
        board.inProject("getSeries") { call, project, _ in try Answer.json(SeriesView(try await find(call, project))) }
        board.inProject("getPoints") { call, project, _ in
            let series = try await find(call, project)
            let branch = call.asked["branch"] ?? project.defaultBranch
            let points = try await services.store.points(of: [series.id], in: project.slug, branch: branch)
            let view = PointsView(series: series.id, points: points[series.id] ?? [])
            return Answer.response(Data(view.json()), type: "application/json")
        }
        board.inProject("listBridges") { call, project, _ in
            let bridges = try await Bridges(store: services.store).bridges(
                to: try await find(call, project),
                in: project,
                branch: call.asked["branch"] ?? project.defaultBranch
            )
            return try Answer.json(Listing(items: bridges.map(BridgeView.init), next: nil))
        }
        board.inProject("listChangesOfSeries") { call, project, _ in
            try await changes(call, project, of: try await find(call, project))
        }
        board.inProject("listChanges") { call, project, _ in try await changes(call, project, of: nil) }
    }

    private func changes(_ call: Switchboard.Call, _ project: Project, of series: Series?) async throws -> Response {
        let asked = call.asked
        let state = try asked.one(of: ChangeState.self, "state")
        let page = try Page(call.request, asked, of: "changes " + (series?.id ?? ""))
        let changes = try await services.store.changes(
            in: project.slug,
            series: series.map { [$0.id] },
            withRetracted: state == .retracted
        )
        let wanted = changes.filter { change in
            let pairs = [
                (asked["benchmark"], change.series.key.benchmark), (asked["metric"], change.series.key.metric),
                (asked["machine"], change.series.machine), (asked["branch"], change.branch),
                (asked["commit"], change.commit), (state?.rawValue, change.state.rawValue),
            ]
            return pairs.allSatisfy { given, own in given == nil || given == own }
        }
        return try page.answer(wanted, id: \.id, view: ChangeView.init)
    }

    /// The series that have points on a branch, as many as the page needs and one more; those before the page as they are.
    private static func measured(
        _ series: [Series],
        on branch: String,
        _ page: Page,
        _ project: Project,
        _ store: any Store
    ) async throws -> [Series] {
        let begin = page.after.flatMap { after in series.firstIndex { $0.id == after } }.map { $0 + 1 } ?? 0
        var found = Array(series[..<begin])
        var place = begin
        while place < series.count, found.count - begin <= page.limit {
            let part = series[place..<min(place + slice, series.count)]
            let points = try await store.points(of: part.map(\.id), in: project.slug, branch: branch)
            found += part.filter { points[$0.id] != nil }
            place += slice
        }
        return found
    }

    private func find(_ call: Switchboard.Call, _ project: Project) async throws -> Series {
        let id = try call.name("series")
        guard let series = try await services.store.series(id, in: project.slug) else {
            throw NilometerError(.notFound, "The project has no series “\(id.prefix(60))”.")
        }
        return series
    }
}
