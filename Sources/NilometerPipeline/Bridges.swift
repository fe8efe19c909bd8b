public import NilometerCore
import NilometerStatistics

/// Finds how the strands of a series relate where commits were measured on several.
public struct Bridges: Sendable {
    /// The ports that bridges need.
    public typealias Ports = RunStore & SeriesStore

    /// How many commits must have been measured on both.
    public static let fewest = 5
    /// How many of them are used: the newest.
    public static let most = 60

    private let store: any Ports

    /// Makes the stage.
    public init(store: any Ports) { self.store = store }

    /// The bridges from the other strands of a series to it, along a branch; none for counts, which have one strand.
    ///
    /// - Complexity: O(points of the strands).
    public func bridges(to series: Series, in project: Project, branch: String) async throws -> [Bridge] {
        guard !series.isExact else { return [] }
        let others = try await store.series(
            in: project.slug,
            benchmark: series.key.benchmark,
            metric: series.key.metric,
            machine: series.machine
        ).filter { $0.key == series.key && $0.id != series.id && !$0.isExact && $0.unit == series.unit }
        guard !others.isEmpty else { return [] }
        let ids = [series.id] + others.map(\.id)
        let points = try await store.points(of: ids, in: project.slug, branch: branch)
        let own = points[series.id] ?? []
        var bridges: [Bridge] = []
        for other in others {
            let line = points[other.id] ?? []
            guard var bridge = Self.bridge(from: other, line, to: series, own) else { continue }
            if let before = line.last, let after = own.last,
                let old = try await store.run(before.run, in: project.slug),
                let new = try await store.run(after.run, in: project.slug)
            {
                bridge.differences = ContextChange.between(old.machine.fingerprint, new.machine.fingerprint).map(\.text)
            }
            bridges.append(bridge)
        }
        return bridges
    }

    /// Nil where fewer than five commits were measured on both.
    private static func bridge(from other: Series, _ line: [Point], to series: Series, _ own: [Point]) -> Bridge? {
        let (before, after) = (values(of: line), values(of: own))
        var commits: [String] = []
        for point in own where before[point.commit] != nil && commits.last != point.commit {
            commits.append(point.commit)
        }
        let pairs = commits.suffix(most).compactMap { commit in
            before[commit].flatMap { old in after[commit].map { (old, $0) } }
        }.filter { $0.0 > 0 && $0.1 > 0 }
        guard pairs.count >= fewest, let ratio = PairedRatio(pairs) else { return nil }
        return Bridge(
            series: series,
            other: other,
            commits: pairs.count,
            factor: ratio.factor,
            interval: ratio.interval,
            coverage: ratio.coverage,
            differences: []
        )
    }

    /// The value of each commit: the median of its runs.
    private static func values(of points: [Point]) -> [String: Double] {
        Dictionary(grouping: points.filter { $0.value.isFinite }, by: \.commit).compactMapValues {
            Median.of($0.map(\.value))
        }
    }
}
