import NilometerAPI

/// A series with its points along a branch and its changes.
struct SeriesHistory: Codable, Sendable {
    var series: SeriesView
    var points: PointsView
    var changes: [ChangeView]
    /// How it relates to other strands; absent where it has none.
    var bridges: [BridgeView]?

    /// The newest points alone, and the changes that lie in them.
    func newest(_ count: Int) -> SeriesHistory {
        var newest = self
        newest.points.commits = points.commits.suffix(count)
        newest.points.runs = points.runs.suffix(count)
        newest.points.values = points.values.suffix(count)
        newest.points.spreads = points.spreads.suffix(count)
        newest.points.counts = points.counts.suffix(count)
        let shown = Set(newest.points.commits)
        newest.changes = changes.filter { shown.contains($0.commit) }
        return newest
    }

    /// The changes by the place of the first point of their new level.
    var changesByPlace: [Int: ChangeView] {
        var places: [Int: ChangeView] = [:]
        for change in changes {
            if let place = points.commits.firstIndex(of: change.commit) { places[place] = change }
        }
        return places
    }
}
