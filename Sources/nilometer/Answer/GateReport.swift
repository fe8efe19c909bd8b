import NilometerAPI
import NilometerCore

/// The answer to a change request: the verdict on the whole, the rows it rests on, and which runs were compared and why.
///
/// It is made from a server's comparison or from measurements in turn, and is drawn by `GateTable`, `GateMarkdown`,
/// `GateJUnit` and `GateAnnotations`.
struct GateReport: Sendable {
    /// The project's slug.
    var project: String
    /// The part of a matrix that the answer is about; nil for the whole.
    var part: String?
    /// What the gate makes of it.
    var conclusion: GateConclusion
    /// Why there is no verdict, or nothing to compare with; one clause.
    var reason: String?
    /// The old side; nil where none is known.
    var base: GateReportSide?
    /// The new side; nil where none is known.
    var head: GateReportSide?
    /// The benchmarks and metrics: those that fail first, then worst first.
    var rows: [GateReportRow] = []
    /// Where the same comparison is found; nil without a server.
    var link: String?
    /// Whether the gate only tells, and never fails.
    var isAdvisory = false
    /// Whether both sides were measured in turn for it, so that measuring them in turn is no advice.
    var isMeasuredInTurn = false
    /// What else is to be known, a sentence each.
    var notices: [String] = []

    /// An answer without a comparison: why nothing was measured or no verdict could be had.
    init(unknown reason: String, in project: String, part: String? = nil) {
        self.project = project
        self.part = part
        self.reason = reason
        conclusion = .unknown
    }

    /// An answer made of rows, for comparisons that no server made.
    init(
        project: String,
        conclusion: GateConclusion,
        base: GateReportSide?,
        head: GateReportSide?,
        rows: [GateReportRow]
    ) {
        self.project = project
        self.conclusion = conclusion
        self.base = base
        self.head = head
        self.rows = Self.ordered(rows)
    }

    /// The answer to a server's comparison.
    ///
    /// - Parameters:
    ///   - view: the comparison.
    ///   - decision: what the gate's policy makes of its rows.
    ///   - project: the project's slug.
    ///   - links: where comparisons are found.
    init(_ view: ComparisonView, decision: GateDecision, project: String, links: GateLinks) {
        let failures = Dictionary(
            decision.failures.map { ($0.row, Self.text(of: $0.cause, view.rows[$0.row])) },
            uniquingKeysWith: { first, _ in first }
        )
        self.project = project
        base = GateReportSide(view.base)
        head = GateReportSide(view.head)
        link = links.comparison(base: view.base, head: view.head)
        let packages = Set(view.rows.map { $0.parameters["pkg"] ?? "" })
        let machines = Set(view.rows.map(\.machine))
        rows = Self.ordered(
            view.rows.enumerated().map { place, row in
                GateReportRow(
                    row,
                    withPackage: packages.count > 1,
                    withMachine: machines.count > 1,
                    failure: failures[place],
                    link: links.row(row, base: view.base, head: view.head)
                )
            }
        )
        switch view.outcome {
        case _ where !failures.isEmpty: conclusion = .failed
        case .compared: conclusion = decision.finding == 3 ? .inconclusive : .passed
        case .firstRun: conclusion = .firstRun
        case .nothingCompared: conclusion = .nothingCompared
        }
        notices = (view.rulesDifference ?? []).map { "A rule of this change is not the project's yet: \($0)" }
        if view.outcome != .compared {
            reason = view.base.commit == nil ? view.base.reason : "no benchmark was measured on both sides"
        }
    }

    /// The rows that fail.
    var failing: [GateReportRow] { rows.filter { $0.failure != nil } }

    /// How many rows have readings of both sides.
    var comparedCount: Int { rows.count { $0.verdict != .missing } }

    /// How many rows have a verdict.
    func count(of verdict: Verdict) -> Int { rows.count { $0.verdict == verdict } }

    /// Whether there is something to tell people who did not ask.
    ///
    /// That is a failure, an improvement, or no comparison where one was to be expected; a job that could not measure is
    /// told of by its own failure.
    var isNews: Bool {
        switch conclusion {
        case .passed: count(of: .improved) > 0
        case .firstRun, .unknown: false
        case .failed, .inconclusive, .nothingCompared: true
        }
    }

    /// The exit status: what was found, and 0 where the gate is advisory.
    var status: Int32 { isAdvisory ? 0 : conclusion.status }

    private static func text(of cause: GateDecision.Cause, _ row: ComparisonRowView) -> String {
        switch cause {
        case .regressed: Verdict.regressed.rawValue
        case .missing: Verdict.missing.rawValue
        case .aboveMost(let most): "above the highest level allowed, \(TextLevels(unit: row.unit).text(most))"
        case .belowLeast(let least): "below the lowest level allowed, \(TextLevels(unit: row.unit).text(least))"
        }
    }

    private static func ordered(_ rows: [GateReportRow]) -> [GateReportRow] {
        rows.filter { $0.failure != nil } + rows.filter { $0.failure == nil }
    }
}
