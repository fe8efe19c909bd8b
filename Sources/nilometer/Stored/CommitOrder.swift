import NilometerAPI
import NilometerClient

/// Puts changes into the order of their commits, as the points of their series tell it.
struct CommitOrder: Equatable {
    /// The most series whose points are asked for.
    private static let mostSeries = 12

    /// The commits, oldest first.
    private(set) var commits: [String] = []

    /// Takes in a line of commits, oldest first: what is new goes behind the commit before it.
    mutating func add(_ line: [String]) {
        var place = 0
        var known = Set(commits)
        for (index, commit) in line.enumerated() {
            if known.contains(commit) {
                if let found = commits.firstIndex(of: commit) { place = found + 1 }
            } else {
                let isFirst = index == 0 || place == 0
                let next = isFirst ? line[index...].first { known.contains($0) } : nil
                if let next, let found = commits.firstIndex(of: next) { place = found }
                commits.insert(commit, at: place)
                known.insert(commit)
                place += 1
            }
        }
    }

    /// The changes by commit, oldest first; those of unknown commits last, all else as it was.
    static func sorted(_ changes: [ChangeView], of project: String, _ session: Session) async throws -> [ChangeView] {
        var order = CommitOrder()
        var asked: Set<String> = []
        let wanted = Set(changes.map(\.commit))
        for change in changes where asked.count < mostSeries && !order.commits.contains(change.commit) {
            guard asked.insert(change.series).inserted else { continue }
            let points = try await session.client.get(Route("projects", project, "series", change.series, "points"))
            order.add(try points.value(PointsView.self).commits.filter(wanted.contains).withoutRepeats)
        }
        let places = Dictionary(uniqueKeysWithValues: order.commits.enumerated().map { ($1, $0) })
        return changes.enumerated().sorted { a, b in
            let (left, right) = (places[a.element.commit] ?? .max, places[b.element.commit] ?? .max)
            return (left, a.offset) < (right, b.offset)
        }.map(\.element)
    }
}

extension [String] {
    fileprivate var withoutRepeats: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
