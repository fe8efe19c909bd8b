import NilometerCore
import NilometerPipeline

/// What people said of alerts, found again in a replay.
struct ReplayMarks {
    /// How many points of its series a change may lie beside a mark.
    private static let reach = 5

    private var marks: [String: [(place: Int, isReal: Bool)]] = [:]
    private var places: [String: [String: Int]] = [:]

    /// Finds the place of each mark in its series.
    init(_ input: ReplayInput) {
        let marked = Dictionary(grouping: input.marks, by: \.series)
        for history in input.histories {
            guard let own = marked[history.series.id] else { continue }
            var places: [String: Int] = [:]
            for (index, point) in history.points.enumerated() where places[point.commit] == nil {
                places[point.commit] = index
            }
            self.places[history.series.id] = places
            marks[history.series.id] = own.compactMap { mark in places[mark.commit].map { ($0, mark.isReal) } }
        }
    }

    /// What people said of an alert; one real change makes it real; nil where nothing was said.
    func isReal(_ told: PolicyReplay.Told) -> Bool? {
        let said = told.members.flatMap { change -> [Bool] in
            guard let place = places[change.series.id]?[change.commit] else { return [] }
            return (marks[change.series.id] ?? []).filter { abs($0.place - place) <= Self.reach }.map(\.isReal)
        }
        return said.isEmpty ? nil : said.contains(true)
    }
}
