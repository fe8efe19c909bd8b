import NilometerCore

/// Names what else changed where levels moved: toolchain, harness, flags between the runs next to a change.
struct NameCauses {
    /// The most causes that are named.
    private static let most = 8

    let store: any RunStore
    let project: Project

    /// The series with the possible causes of their changes; those that are as stored keep what was named.
    ///
    /// Reads the runs next to changes that are new or moved, each once.
    func named(_ judged: [JudgedSeries], stored: [Change]) async throws -> [JudgedSeries] {
        let known = Dictionary(stored.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var runs: [String: StoredRun?] = [:]
        var named = judged
        for place in judged.indices {
            let line = judged[place].line
            for order in judged[place].changes.indices {
                var change = judged[place].changes[order]
                if let old = known[change.id] {
                    change.causes = old.causes
                    if change == old || change.state == .retracted {
                        named[place].changes[order] = change
                        continue
                    }
                }
                guard change.state != .suspected, let pairs = Self.neighbours(of: change, in: line) else { continue }
                var found: [ContextChange] = []
                for (before, after) in pairs {
                    guard let old = try await run(before, &runs), let new = try await run(after, &runs) else {
                        continue
                    }
                    found += ContextChange.between(old, new).filter { !found.contains($0) }
                }
                // What goes to and fro, as the hosts of a fleet do, moved no level.
                let causes = found.filter { !found.contains($0.reversed) }
                change.causes = causes.prefix(Self.most).map(\.text)
                named[place].changes[order] = change
            }
        }
        return named
    }

    /// The runs on both sides of a change, then those one run before and after; nil when the change is not among the points.
    private static func neighbours(of change: Change, in line: SeriesLine) -> [(String, String)]? {
        let points = line.points
        guard let index = points.firstIndex(where: { $0.commit == change.commit }), index > 0 else { return nil }
        return [index, index - 1, index + 1].filter { 0 < $0 && $0 < points.count }
            .map { (points[$0 - 1].run, points[$0].run) }
    }

    private func run(_ id: String, _ known: inout [String: StoredRun?]) async throws -> StoredRun? {
        if let run = known[id] { return run }
        let run = try await store.run(id, in: project.slug)
        known[id] = run
        return run
    }
}
