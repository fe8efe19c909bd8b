import NilometerCore
import NilometerStatistics

/// Finds changes of level in a series whose values vary by chance, as its commits come.
///
/// What it finds over n commits does not depend on whether they came at once or one by one.
struct NoisyLevels: Sendable {
    /// How many points must stand before a change of which more than a suspicion is said.
    static let learning = 10
    /// How many points must stand after a boundary that needs no second look.
    private static let firm = 30
    /// How far a boundary may move from one look to the next.
    private static let near = 5

    let limits: Limits
    var jumps = Jumps()
    /// The changes that no later point alters: up to the newest jump, that jump included, and of the chain's first boundaries.
    var finished: [Finding] = []
    /// How many boundaries of the chain are among them, and where the last of those lies, and the last accepted.
    var settled = 0
    var lastSettled = (any: 0, accepted: 0)
    /// The commit of the newest jump, or the first.
    var start = 0
    var chain = Chain()
    /// The findings of the boundaries, as they were when last asked for.
    private var known: [Key: Finding] = [:]

    /// What was accepted when last asked, and over how many points since `start`.
    private var looked: (count: Int, accepted: [Int]) = (0, [])

    /// What the size and place of a boundary are computed from.
    private struct Key: Hashable {
        var index: Int
        var left: Range<Int>
        var right: Range<Int>
        var inflation: Double
        /// Whether it is accepted: what is only suspected has no further labels.
        var isAccepted: Bool
    }

    /// Starts without commits.
    init(_ limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Takes the next of the commits, whose place among them is one more than that of the last.
    mutating func take(_ commits: Commits, at place: Int) {
        if jumps.take(commits[place]) {
            finished = changes(in: commits)
            finished.append(jump(at: place, in: commits))
            start = place
            (settled, lastSettled) = (0, (0, 0))
            chain = Chain()
            known = [:]
            looked = (0, [])
        }
        chain.append(commits[place].value, limits)
        settle(in: commits)
    }

    /// Finishes the boundaries whose sides lie wholly where boundaries are fixed.
    private mutating func settle(in commits: Commits) {
        let end = chain.open - Chain.near - limits.reach
        guard chain.fixed.count > settled, chain.fixed[settled].index <= end else { return }
        let boundaries = Array(chain.fixed[settled...])
        for (order, boundary) in boundaries.enumerated() where boundary.index <= end {
            finished.append(finding(order, of: boundaries, isFirm: true, in: commits).finding)
            lastSettled.any = boundary.index
            if boundary.isAccepted { lastSettled.accepted = boundary.index }
            settled += 1
        }
    }

    /// The changes over the commits taken, in rising order of index.
    ///
    /// - Complexity: O(tail), and O(1) for each change.
    mutating func changes(in commits: Commits) -> [Finding] {
        let boundaries = chain.boundaries(after: settled, limits)
        let isYoung = boundaries.contains { $0.isAccepted && chain.count - $0.index < Self.firm }
        let isAtHand = looked.count == chain.count - 1
        let before = isYoung ? (isAtHand ? looked.accepted : chain.acceptedBefore(limits)) : []
        looked = (chain.count, boundaries.filter(\.isAccepted).map(\.index))
        var renewed: [Key: Finding] = [:]
        var changes = finished
        for order in boundaries.indices {
            let index = boundaries[order].index
            let isFirm = chain.count - index >= Self.firm || before.contains { abs($0 - index) <= Self.near }
            let (key, finding) = finding(order, of: boundaries, isFirm: isFirm, in: commits)
            renewed[key] = finding
            changes.append(finding)
        }
        known = renewed
        return changes
    }

    /// The finding of a boundary that is confirmed if it is accepted and `isFirm`.
    private func finding(
        _ order: Int,
        of boundaries: [Decision.Boundary],
        isFirm: Bool,
        in commits: Commits
    ) -> (key: Key, finding: Finding) {
        let boundary = boundaries[order]
        let (left, right) = sides(order, of: boundaries)
        let key = Key(
            index: boundary.index,
            left: left,
            right: right,
            inflation: boundary.inflation,
            isAccepted: boundary.isAccepted
        )
        var finding = known[key] ?? self.finding(key, in: commits)
        let isKnown = start + boundary.index >= Self.learning
        if key.isAccepted, isTransient(key, in: commits) { finding.labels[0] = "transient" }
        finding.p = boundary.p
        finding.state = boundary.isAccepted && isKnown ? (isFirm ? .confirmed : .pending) : .suspected
        return (key, finding)
    }

    /// Whether the level on one side of a boundary passed: what lay before it and what lies after it are alike.
    private func isTransient(_ key: Key, in commits: Commits) -> Bool {
        func values(_ from: Int, _ to: Int) -> [Double] {
            let places = (start + max(0, from))..<(start + max(0, min(to, chain.count)))
            return commits[places].map(\.value)
        }
        let (left, right) = (key.left, key.right)
        let around = 20
        if right.count <= Labels.shortest, right.upperBound < chain.count {
            let after = values(right.upperBound, right.upperBound + around)
            let before = values(max(left.lowerBound, left.upperBound - around), left.upperBound)
            if Labels.isTransient(before: before, values(right.lowerBound, right.upperBound), after: after) {
                return true
            }
        }
        guard left.count <= Labels.shortest, left.lowerBound > 0 else { return false }
        let before = values(left.lowerBound - around, left.lowerBound)
        let after = values(right.lowerBound, min(right.upperBound, right.lowerBound + around))
        return Labels.isTransient(before: before, values(left.lowerBound, left.upperBound), after: after)
    }

    /// Keeps what another search over one commit more computed without that commit, whose value may still change.
    mutating func remember(_ other: NoisyLevels) {
        guard other.start == start else { return }
        known = other.known.filter { $0.key.right.upperBound < other.chain.count }
        looked = other.looked
    }

    /// The points on each side of a boundary, up to its neighbours; suspected ones do not bound an accepted one.
    private func sides(_ order: Int, of boundaries: [Decision.Boundary]) -> (Range<Int>, Range<Int>) {
        let own = boundaries[order]
        func bounds(_ other: Decision.Boundary) -> Bool { other.isAccepted || !own.isAccepted }
        let before = own.isAccepted ? lastSettled.accepted : lastSettled.any
        let from = boundaries[..<order].last(where: bounds)?.index ?? before
        let to = boundaries[(order + 1)...].first(where: bounds)?.index ?? chain.count
        return (max(from, own.index - limits.reach)..<own.index, own.index..<min(to, own.index + limits.reach))
    }

    private func finding(_ key: Key, in commits: Commits) -> Finding {
        let left = commits[(start + key.left.lowerBound)..<(start + key.left.upperBound)].map(\.value)
        let right = commits[(start + key.right.lowerBound)..<(start + key.right.upperBound)].map(\.value)
        let size = Size(left, right, inflation: key.inflation)
        let reach = Location.reach(left, right)
        let index = start + key.index
        let range = commits[index - reach.before].first...commits[index + reach.after].first
        var finding = size.finding(at: commits[index].first, range: range, state: .suspected)
        finding.labels = Labels.of(left, right, isAccepted: key.isAccepted)
        return finding
    }

    private func jump(at place: Int, in commits: Commits) -> Finding {
        let left = commits[max(start, place - limits.reach)..<place].map(\.value)
        let index = commits[place].first
        return Size(left, [commits[place].value], inflation: 1)
            .finding(at: index, range: index...index, state: .confirmed)
    }
}
