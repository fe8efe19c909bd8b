public import NilometerCore

/// What is said of a series as its points arrive one by one.
public struct Replay: Sendable {
    /// A change with the numbers of points that had been seen when it was said to be something.
    public struct Arrival: Sendable, Equatable {
        /// How many changes had been found before it: it stays while the place moves.
        public let number: Int
        /// The change as it was last found.
        public var finding: Finding
        /// The points seen when it was first suspected.
        public var suspectedAt: Int?
        /// The points seen when it was first pending.
        public var pendingAt: Int?
        /// The points seen when it was first confirmed.
        public var confirmedAt: Int?
        /// The points seen when, after being confirmed, it was no longer found.
        public var retractedAt: Int?
    }

    /// How far a change may move and still be the same.
    private static let reach = 5

    /// The findings over all points taken.
    public private(set) var findings: Findings
    /// All that was ever said, in order of first appearance; what was suspected or pending and then vanished is left out unless
    /// it had been confirmed.
    private var said: [Arrival] = []
    private var found = 0
    private var state: SeriesState

    /// All that was ever said, in rising order of index; what was suspected or pending and then vanished is left out unless it
    /// had been confirmed.
    ///
    /// - Complexity: O(k log k) for k changes.
    public var arrivals: [Arrival] {
        said.sorted { ($0.finding.index, $0.number) < ($1.finding.index, $1.number) }
    }

    /// Starts without points; `isExact` as in `Detector`.
    public init(isExact: Bool) {
        state = SeriesState(isExact: isExact)
        findings = state.findings()
    }

    /// Takes all points, one by one.
    ///
    /// - Complexity: a bounded tail for each point, as `SeriesState` says.
    public init(of points: [Point], isExact: Bool) {
        self.init(isExact: isExact)
        for (index, point) in points.enumerated() { take(point, count: index + 1) }
    }

    /// Takes the next point; `count` is the number of points with it.
    ///
    /// - Returns: whether what is said of any change is new.
    @discardableResult
    public mutating func take(_ point: Point, count: Int) -> Bool {
        let before = findings.changes
        findings = state.append(point)
        // What is found again as it was says nothing new.
        guard findings.changes != before else { return false }
        match(findings.changes, count)
        return true
    }

    private mutating func match(_ changes: [Finding], _ count: Int) {
        var pairs: [(distance: Int, old: Int, new: Int)] = []
        for (old, arrival) in said.enumerated() {
            for (new, change) in changes.enumerated() {
                let distance = abs(arrival.finding.index - change.index)
                let isSameWay = (arrival.finding.after > arrival.finding.before) == (change.after > change.before)
                if distance <= Self.reach, isSameWay { pairs.append((distance, old, new)) }
            }
        }
        pairs.sort { ($0.distance, $0.old, $0.new) < ($1.distance, $1.old, $1.new) }
        var oldOfNew: [Int: Int] = [:]
        var used: Set<Int> = []
        for pair in pairs where oldOfNew[pair.new] == nil && !used.contains(pair.old) {
            oldOfNew[pair.new] = pair.old
            used.insert(pair.old)
        }
        for old in said.indices where !used.contains(old) && said[old].retractedAt == nil {
            if said[old].confirmedAt != nil {
                said[old].retractedAt = count
                said[old].finding.state = .retracted
            }
        }
        for (new, change) in changes.enumerated() {
            if let old = oldOfNew[new] {
                said[old].say(change, count)
            } else {
                var arrival = Arrival(number: found, finding: change)
                arrival.say(change, count)
                said.append(arrival)
                found += 1
            }
        }
        let kept = used.union(said.indices.filter { said[$0].number >= found - (changes.count - oldOfNew.count) })
        said = said.indices.filter { kept.contains($0) || said[$0].retractedAt != nil }.map { said[$0] }
    }
}

extension Replay.Arrival {
    fileprivate mutating func say(_ change: Finding, _ count: Int) {
        finding = change
        retractedAt = nil
        switch change.state {
        case .suspected: suspectedAt = suspectedAt ?? count
        case .pending: pendingAt = pendingAt ?? count
        case .confirmed: confirmedAt = confirmedAt ?? count
        case .retracted: break
        }
    }
}
