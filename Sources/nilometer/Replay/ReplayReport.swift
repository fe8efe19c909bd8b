import NilometerAPI
import NilometerCore
import NilometerPipeline

/// What `replay` answers: the alerts of the rules there are and of those asked about, and the difference.
struct ReplayReport: Codable, Sendable {
    /// What one set of rules makes of the history.
    struct Side: Codable, Sendable {
        /// Alerts that were told.
        var told: Int
        /// Alerts that were held to the end.
        var held: Int
        /// Told alerts that people called real.
        var real: Int
        /// Told alerts that people called invalid.
        var invalid: Int
        /// The share of real ones among those marked; absent when none is.
        var precision: Double?
        /// The strength that a change of one series alone needs, in decades; absent when none is enough.
        var level: Double?
    }

    /// One told alert.
    struct Row: Codable, Sendable {
        var commitRange: CommitRange
        /// After which commit, counted from the project's first, it was told.
        var toldAt: Int
        var state: Alert.State
        /// `real` or `invalid` where a person said so.
        var mark: String?
        var members: [Member]
    }

    /// One change of an alert.
    struct Member: Codable, Sendable {
        var series: String
        var benchmark: String
        var metric: String
        var machine: String
        var before: Double
        var after: Double
    }

    var series: Int
    var points: Int
    var runsPerMonth: Double
    var current: Side
    var new: Side
    /// Alerts of the new rules alone.
    var gained: [Row]
    /// Alerts of the rules there are alone.
    var lost: [Row]
    /// All alerts of the new rules.
    var alerts: [Row]?

    /// Compares two replays of the same series.
    init(_ input: ReplayInput, runsPerMonth: Double, current: PolicyReplay, new: PolicyReplay, withAlerts: Bool) {
        series = input.histories.count
        points = input.histories.reduce(0) { $0 + $1.points.count }
        self.runsPerMonth = runsPerMonth
        let judge = ReplayMarks(input)
        self.current = Self.side(current, judge)
        self.new = Self.side(new, judge)
        gained = Self.rows(new, without: current, judge)
        lost = Self.rows(current, without: new, judge)
        alerts = withAlerts ? Self.rows(new, without: nil, judge) : nil
    }

    private static func side(_ replay: PolicyReplay, _ judge: ReplayMarks) -> Side {
        let told = replay.alerts.filter { $0.toldAt != nil }
        let marks = told.map(judge.isReal)
        let (real, invalid) = (marks.count { $0 == true }, marks.count { $0 == false })
        return Side(
            told: told.count,
            held: replay.alerts.count - told.count,
            real: real,
            invalid: invalid,
            precision: real + invalid > 0 ? Double(real) / Double(real + invalid) : nil,
            level: replay.level.isFinite ? replay.level : nil
        )
    }

    /// The told alerts none of whose changes the other tells.
    private static func rows(_ replay: PolicyReplay, without other: PolicyReplay?, _ judge: ReplayMarks) -> [Row] {
        let known = Set((other?.alerts ?? []).filter { $0.toldAt != nil }.flatMap { $0.members.map(\.id) })
        return replay.alerts.compactMap { told in
            guard let toldAt = told.toldAt, !told.members.contains(where: { known.contains($0.id) }) else { return nil }
            return Row(
                commitRange: CommitRange(from: told.alert.fromCommit, to: told.alert.toCommit),
                toldAt: toldAt,
                state: told.alert.state,
                mark: judge.isReal(told).map { $0 ? "real" : "invalid" },
                members: told.members.map {
                    Member(
                        series: $0.series.id,
                        benchmark: $0.series.key.benchmark,
                        metric: $0.series.key.metric,
                        machine: $0.series.machine,
                        before: $0.before,
                        after: $0.after
                    )
                }
            )
        }
    }
}
