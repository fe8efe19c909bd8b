import NilometerCore

/// Which points of which series are no witnesses, because the measuring was broken.
struct SpoiltPoints {
    /// From a commit on, until one at which all was well again.
    private struct Stretch {
        var first: String
        var end: String?
    }

    private let stretches: [String: [Stretch]]

    /// Takes the alerts of the kind `instrument` that nobody called wrong or wanted.
    init(alerts: [Alert]) {
        var stretches: [String: [Stretch]] = [:]
        for alert in alerts where alert.kind == .instrument && Self.counts(alert) {
            for series in alert.series {
                stretches[series, default: []].append(Stretch(first: alert.toCommit, end: alert.backAt))
            }
        }
        self.stretches = stretches
    }

    private static func counts(_ alert: Alert) -> Bool {
        switch alert.state {
        case .open, .acknowledged, .resolved: true
        case .recovered: alert.backAt != nil
        case .accepted, .invalid: false
        }
    }

    /// Whether a series has any.
    func concern(_ series: String) -> Bool { stretches[series] != nil }

    /// The points of a series without those that are spoilt.
    ///
    /// - Complexity: O(points × stretches of the series).
    func removed(from points: [Point], of series: String) -> [Point] {
        var points = points
        for stretch in stretches[series] ?? [] {
            guard let first = points.firstIndex(where: { $0.commit == stretch.first }) else { continue }
            let end = stretch.end.flatMap { end in points[first...].firstIndex { $0.commit == end } } ?? points.count
            points.removeSubrange(first..<end)
        }
        return points
    }
}
