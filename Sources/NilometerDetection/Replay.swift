public import NilometerCore

/// What is said of a series as its points arrive one by one.
public struct Replay: Sendable {
    /// A change with the numbers of points that had been seen when it was said to be something.
    public struct Arrival: Sendable {
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

    /// All that was ever said, in rising order of index; what was suspected or pending and then vanished is left out unless it
    /// had been confirmed.
    public private(set) var arrivals: [Arrival] = []
    /// The findings over all points.
    public private(set) var findings: Findings

    /// Judges every prefix of the points.
    ///
    /// - Complexity: that of the detector, for each number of points.
    public init(of points: [Point], by detector: any Detector, isExact: Bool) {
        findings = detector.findings(in: [], isExact: isExact)
        for count in 1...max(1, points.count) {
            findings = detector.findings(in: Array(points.prefix(count)), isExact: isExact)
            take(findings.changes, count)
        }
        arrivals.sort { $0.finding.index < $1.finding.index }
    }

    private mutating func take(_ changes: [Finding], _ count: Int) {
        var pairs: [(distance: Int, old: Int, new: Int)] = []
        for (old, arrival) in arrivals.enumerated() {
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
        for old in arrivals.indices where !used.contains(old) && arrivals[old].retractedAt == nil {
            if arrivals[old].confirmedAt != nil {
                arrivals[old].retractedAt = count
                arrivals[old].finding.state = .retracted
            }
        }
        var kept = arrivals.enumerated().filter { used.contains($0.offset) || $0.element.retractedAt != nil }
        for (new, change) in changes.enumerated() {
            let place = oldOfNew[new].flatMap { old in kept.firstIndex { $0.offset == old } } ?? kept.count
            if place == kept.count { kept.append((offset: -1, element: Arrival(finding: change))) }
            kept[place].element.say(change, count)
        }
        arrivals = kept.map(\.element)
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
