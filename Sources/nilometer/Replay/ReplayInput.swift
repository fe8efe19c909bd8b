import Foundation
import NilometerAPI
import NilometerClient
import NilometerCore

/// What `replay` reads: series, what people said of alerts, and the project's budget.
struct ReplayInput {
    /// What a person said of an alert of a series.
    struct Mark: Sendable {
        var series: String
        var commit: String
        /// Whether it was a real change.
        var isReal: Bool
    }

    var histories: [ReplayHistory]
    var marks: [Mark]
    var alertBudget = 1.0
    /// How many runs a series has a month; nil when it must be told.
    var runsPerMonth: Double?

    /// Reads a file of series, as `detect` does, with names and marks where a line has them.
    ///
    /// - Throws: `CommandError` with the line.
    static func file(_ path: String) throws(CommandError) -> ReplayInput {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .failed("\(path) could not be read; give a file of series, one JSON object a line.")
        }
        var lines: [(series: Series, points: [Point])] = []
        var marks: [Mark] = []
        for (number, text) in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            guard text.contains(where: { $0 != 32 && $0 != 9 && $0 != 13 }) else { continue }
            guard let line = try? JSONDecoder().decode(ReplayLine.self, from: Data(text)) else {
                throw .failed("\(path), line \(number + 1): not a series; write an object with “id” and “values”.")
            }
            do {
                let points = try line.detect.points()
                lines.append((line.series, points))
                for mark in line.marks ?? [] where points.indices.contains(mark.index) {
                    guard let isReal = mark.isReal else { continue }
                    marks.append(Mark(series: line.series.id, commit: points[mark.index].commit, isReal: isReal))
                }
            } catch {
                throw .failed("\(path), line \(number + 1): \(error.reason).")
            }
        }
        return ReplayInput(histories: ordered(lines), marks: marks)
    }

    /// Asks a server for all series of a project along a branch, and for its alerts.
    static func server(_ session: Session, branch: String?) async throws -> ReplayInput {
        let slug = try session.project()
        let project = try await session.client.get(Route("projects", slug)).value(ProjectView.self)
        var lines: [(series: Series, points: [Point])] = []
        for view in try await session.all(SeriesView.self, Route("projects", slug, "series")) {
            let route = Route("projects", slug, "series", view.id, "points", query: ["branch": branch])
            let points: PointsView = try await session.client.get(route).value()
            lines.append((view.series(of: slug), points.points))
        }
        var marks: [Mark] = []
        for alert in try await session.all(AlertView.self, Route("projects", slug, "alerts")) {
            guard let isReal = ReplayLine.isReal(alert.state) else { continue }
            marks += alert.members.map { Mark(series: $0.series, commit: $0.commit, isReal: isReal) }
        }
        return ReplayInput(histories: ordered(lines), marks: marks, alertBudget: project.alertBudget)
    }

    /// Gives each point its time: a commit's place is the furthest at which any series has it.
    private static func ordered(_ lines: [(series: Series, points: [Point])]) -> [ReplayHistory] {
        var places: [String: Int] = [:]
        for line in lines {
            for (index, point) in line.points.enumerated() {
                places[point.commit] = max(places[point.commit] ?? 0, index)
            }
        }
        return lines.map { line in
            var latest = 0
            let times = line.points.map { point in
                latest = max(latest, places[point.commit] ?? 0)
                return latest
            }
            return ReplayHistory(series: line.series, points: line.points, times: times)
        }
    }
}
