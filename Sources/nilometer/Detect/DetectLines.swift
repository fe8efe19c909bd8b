import Foundation
import NilometerCore
import NilometerDetection
import NilometerStatistics

/// One line that `detect` reads.
struct DetectInput: Decodable {
    /// A name that is a text or a number.
    enum Name: Codable {
        case text(String)
        case number(Int)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Int.self) {
                self = .number(number)
            } else {
                self = .text(try container.decode(String.self))
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .number(let number): try container.encode(number)
            }
        }

        var text: String {
            switch self {
            case .text(let text): text
            case .number(let number): String(number)
            }
        }
    }

    var id: Name
    var values: [Double]?
    var samples: [[Double]]?
    var commits: [String]?
    var unit: String?
    var kind: String?
    var better: Better?
    /// The indexes at which a new machine begins; nothing is tested across.
    var epochs: [Int]?
    /// A first index at which the size of a change is asked, found or not.
    var split: Int?

    /// Whether the metric is a count from its first point.
    var isExact: Bool { kind == "exact" || Metric.isCount(metric: unit ?? "") }

    /// The points, or why there are none.
    func points() throws(DetectFailure) -> [Point] {
        let values: [Double]
        if let given = self.values {
            values = given
        } else {
            guard let samples, samples.allSatisfy({ !$0.isEmpty }) else {
                throw DetectFailure("neither values, nor samples for every point, are given")
            }
            values = samples.compactMap { Median.of($0) }
        }
        if let samples, samples.count != values.count {
            throw DetectFailure(
                "\(values.count) values have \(samples.count) lists of samples; give one for each point"
            )
        }
        if let commits, commits.count != values.count {
            throw DetectFailure("\(values.count) values have \(commits.count) commits; give one for each point")
        }
        return values.indices.map { index in
            let own = samples?[index] ?? []
            let spread = own.min().flatMap { low in own.max().map { ($0 - low) / 2 } }
            return Point(
                commit: commits?[index] ?? "\(index)",
                run: "\(index)",
                value: values[index],
                spread: spread ?? .nan,
                count: max(1, own.count),
                samples: own
            )
        }
    }

    /// The parts between the epochs' first indexes.
    func parts(of count: Int) -> [Range<Int>] {
        let starts = [0] + Set(epochs ?? []).filter { $0 > 0 && $0 < count }.sorted() + [count]
        return zip(starts, starts.dropFirst()).map { $0..<$1 }
    }
}

/// Why a line could not be judged.
struct DetectFailure: Error {
    var reason: String

    init(_ reason: String) { self.reason = reason }
}

/// One line that `detect` writes.
struct DetectOutput: Encodable {
    struct Change: Encodable {
        var index: Int
        var range: [Int]
        var state: ChangeState
        var before: Double
        var after: Double
        var ratio: Double?
        var interval: [Double]?
        var coverage: Double?
        var p: Double?
        var labels: [String]
        var arrival: Replay.Arrival?

        private enum Key: String, CodingKey {
            case index, range, state, before, after, difference, ratio, interval, coverage, p, labels
            case suspectedAt, pendingAt, confirmedAt, raisedAt, retractedAt
        }

        init(_ finding: Finding, offset: Int, arrival: Replay.Arrival? = nil) {
            index = finding.index + offset
            range = [finding.range.lowerBound + offset, finding.range.upperBound + offset]
            state = finding.state
            (before, after) = (finding.before, finding.after)
            ratio = finding.ratio
            interval = finding.interval.map { [$0.lowerBound, $0.upperBound] }
            coverage = finding.coverage
            p = finding.p
            labels = finding.labels
            self.arrival = arrival
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(index, forKey: .index)
            try container.encode(range, forKey: .range)
            try container.encode(state, forKey: .state)
            try container.encode(before, forKey: .before)
            try container.encode(after, forKey: .after)
            let difference = after - before
            try container.encode(difference.isFinite ? difference : nil, forKey: .difference)
            try container.encode(ratio, forKey: .ratio)
            try container.encode(interval, forKey: .interval)
            try container.encode(coverage, forKey: .coverage)
            try container.encode(p, forKey: .p)
            try container.encode(labels, forKey: .labels)
            guard let arrival else { return }
            try container.encode(arrival.suspectedAt, forKey: .suspectedAt)
            try container.encode(arrival.pendingAt, forKey: .pendingAt)
            try container.encode(arrival.confirmedAt, forKey: .confirmedAt)
            try container.encode(arrival.confirmedAt, forKey: .raisedAt)
            try container.encode(arrival.retractedAt, forKey: .retractedAt)
        }
    }

    struct Best: Encodable {
        var index: Int?
        var p: Double
    }

    struct KnownSize: Encodable {
        var ratio: Double
        var interval: [Double]
        var coverage: Double

        init(_ split: KnownSplit) {
            ratio = split.ratio
            interval = [split.interval.lowerBound, split.interval.upperBound]
            coverage = split.coverage
        }
    }

    var id: DetectInput.Name
    var seriesClass: String
    var learning: Bool
    var changes: [Change]
    var best: Best?
    var gate: DetectGate?
    var size: KnownSize?
    var warnings: [Warning]

    private enum Key: String, CodingKey {
        case id
        case seriesClass = "class"
        case learning, changes, best, gate, size, warnings
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(id, forKey: .id)
        try container.encode(seriesClass, forKey: .seriesClass)
        try container.encode(learning, forKey: .learning)
        try container.encode(changes, forKey: .changes)
        try container.encodeIfPresent(best, forKey: .best)
        try container.encodeIfPresent(gate, forKey: .gate)
        try container.encodeIfPresent(size, forKey: .size)
        try container.encode(warnings, forKey: .warnings)
    }
}
