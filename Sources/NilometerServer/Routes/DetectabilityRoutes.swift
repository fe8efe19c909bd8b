import Foundation
import Hummingbird
import NilometerAPI
import NilometerCore

/// How small a step a series would show, and which series would show none.
struct DetectabilityRoutes {
    /// The numbers of runs within which a step is to be found.
    private static let runs = [1, 5, 10]
    /// A series in which not even such a step is found within the last of the runs sees nothing.
    private static let blindShare = 0.5
    /// How many series are looked at together.
    private static let slice = 64

    let services: Services

    func add(to board: Switchboard) {
        board.inProject("getDetectability") { call, project, _ in
            let id = try call.name("series")
            guard let series = try await services.store.series(id, in: project.slug) else {
                throw NilometerError(.notFound, "The project has no series “\(id.prefix(60))”.")
            }
            let branch = call.asked["branch"] ?? project.defaultBranch
            let points = try await services.store.points(of: [series.id], in: project.slug, branch: branch)
            let card = services.gauge.detectability(of: points[series.id] ?? [], in: series, within: Self.runs)
            return try Answer.json(DetectabilityView(card, of: series))
        }
        board.inProject("listBlindSeries") { call, project, _ in
            let page = try Page(call.request, call.asked, of: "blind", usually: 100)
            let series = try await services.store.series(
                in: project.slug,
                benchmark: call.asked["benchmark"],
                metric: call.asked["metric"],
                machine: call.asked["machine"]
            )
            let begin = page.after.flatMap { after in series.firstIndex { $0.id == after } }.map { $0 + 1 } ?? 0
            var found = Array(series[..<begin])
            var place = begin
            while place < series.count, found.count - begin <= page.limit {
                found += try await blind(series[place..<min(place + Self.slice, series.count)], in: project)
                place += Self.slice
            }
            return try page.answer(found, id: \.id, view: SeriesView.init)
        }
    }

    private func blind(_ part: ArraySlice<Series>, in project: Project) async throws -> [Series] {
        let points = try await services.store.points(
            of: part.map(\.id),
            in: project.slug,
            branch: project.defaultBranch
        )
        return try part.filter { series in
            try Task.checkCancellation()
            guard let own = points[series.id], let last = Self.runs.last else { return false }
            return services.gauge.finds(share: Self.blindShare, in: own, of: series, within: last) == false
        }
    }
}
