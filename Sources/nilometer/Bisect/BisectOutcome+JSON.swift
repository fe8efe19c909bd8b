import Foundation
import NilometerDetection

/// The end of a bisection as programs read it.
extension BisectOutcome {
    private struct View: Encodable {
        struct Named: Encodable {
            var sha: String
            var author: String
            var subject: String
        }
        struct Passed: Encodable {
            var commit: String
            var reason: String
        }
        struct Run: Encodable {
            var commit: String
            var value: Double
        }
        struct Range: Encodable {
            var from: String
            var to: String
        }

        var outcome: String
        var reason: String?
        var benchmark: String
        var metric: String
        var unit: String
        var exact: Bool
        /// The commit, when it is one.
        var commit: Named?
        /// The last commit of the old level and the first of the new one, among those that can be measured.
        var commitRange: Range?
        /// The commits one of which it is.
        var commits: [Named]
        var posterior: Double?
        var before: Double?
        var after: Double?
        var ratio: Double?
        var interval: [Double]?
        var noise: Double?
        var notOneStep: Double?
        var runs: Int
        var measured: [Run]
        var skipped: [Passed]
    }

    /// One object on one line; what is not known is left out.
    func json() throws -> String {
        let estimate = estimate
        let isOpen = !isFound
        let range = estimate.map { isOpen ? $0.wide : $0.range }
        let commits = range.map { $0.map(named) } ?? []
        var reason: String?
        if case .stopped(let text) = step { reason = text }
        let view = View(
            outcome: word,
            reason: reason,
            benchmark: question.benchmark,
            metric: question.metric,
            unit: unit,
            exact: bisection.isExact,
            commit: isFound && commits.count == 1 ? commits[0] : nil,
            commitRange: range.map {
                View.Range(from: line.commits[$0.lowerBound - 1].sha, to: line.commits[$0.upperBound].sha)
            },
            commits: commits,
            posterior: estimate.map { isOpen ? Bisection.namingProbability : $0.probability },
            before: estimate?.before,
            after: estimate?.after,
            ratio: estimate?.ratio,
            interval: estimate?.ratios.map { [$0.lowerBound, $0.upperBound] },
            noise: estimate?.noise,
            notOneStep: estimate?.doubt,
            runs: bisection.runs.count,
            measured: bisection.runs.map { View.Run(commit: line.commits[$0.place].sha, value: $0.value) },
            skipped: skipped.sorted { $0.key < $1.key }.map {
                View.Passed(commit: line.commits[$0.key].sha, reason: $0.value)
            }
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(view), as: UTF8.self) + "\n"
    }

    private func named(_ place: Int) -> View.Named {
        let commit = line.commits[place]
        return View.Named(sha: commit.sha, author: commit.author, subject: commit.subject)
    }
}
