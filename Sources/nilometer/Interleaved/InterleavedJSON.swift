import NilometerCore
import NilometerDetection

/// The answer of a comparison in turn as programs read it; every key is there, null where nothing is known.
struct InterleavedJSON: Encodable {
    private enum CodingKeys: CodingKey {
        case conclusion, status, advisory, headline, reason, base, head, planned, pairs, seconds, ending, counts, rows,
            notices
    }

    let report: GateReport
    let outcome: InterleavedOutcome
    let place: AbPlace
    let planned: Int

    /// Writes the answer.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(report.conclusion, forKey: .conclusion)
        try container.encode(report.status, forKey: .status)
        try container.encode(report.isAdvisory, forKey: .advisory)
        try container.encode(GateHeadline(report: report).text, forKey: .headline)
        try container.encode(report.reason, forKey: .reason)
        try container.encode(place.base, forKey: .base)
        try container.encode(place.head, forKey: .head)
        try container.encode(planned, forKey: .planned)
        try container.encode(outcome.pairs, forKey: .pairs)
        try container.encode(TextSpan.seconds(outcome.took), forKey: .seconds)
        try container.encode(ending, forKey: .ending)
        let counts = Verdict.allCases.map { ($0.rawValue, report.count(of: $0)) }
        try container.encode(Dictionary(uniqueKeysWithValues: counts), forKey: .counts)
        try container.encode(outcome.comparison.rows.map { PairsVerdict($0, comparison: nil) }, forKey: .rows)
        try container.encode(report.notices, forKey: .notices)
    }

    private var ending: String {
        switch outcome.ending {
        case .decided: "decided"
        case .planned: "planned"
        case .time: "time"
        case .failure: "failure"
        }
    }
}
