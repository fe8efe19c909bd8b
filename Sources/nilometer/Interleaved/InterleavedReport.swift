import Foundation
import NilometerAPI
import NilometerCore
import NilometerDetection

/// The answer of a comparison in turn: what is printed and written, and the exit status.
struct InterleavedReport {
    let outcome: InterleavedOutcome
    let place: AbPlace
    let planned: Int
    let options: AbAnswerOptions

    /// Prints the answer, writes the files that were asked for, and gives the exit status.
    ///
    /// - Throws: `CommandError` when standard output cannot be written.
    func tell(on output: Output) throws -> Int32 {
        let report = report
        if options.json {
            let view = InterleavedJSON(report: report, outcome: outcome, place: place, planned: planned)
            try output.write(Array(try JSONCoding.encoder.encode(view)) + [UInt8(ascii: "\n")])
        } else {
            try output.write(text(report, output))
        }
        var isWritten = true
        if let path = options.markdown { isWritten = Self.write(GateMarkdown(report: report).text, to: path) }
        if let path = options.junit { isWritten = Self.write(GateJUnit(report: report).text, to: path) && isWritten }
        if let path = ProcessInfo.processInfo.environment["GITHUB_STEP_SUMMARY"], !path.isEmpty {
            GateSummary(path: path).append(report)
        }
        return report.status == 0 && !isWritten && !report.isAdvisory ? 2 : report.status
    }

    /// The answer as all places show it.
    var report: GateReport {
        let rows = outcome.comparison.rows.map { row in
            GateReportRow(
                benchmark: row.benchmark,
                parameters: row.parameters,
                metric: row.metric,
                levels: TextLevels(
                    before: row.before,
                    after: row.after,
                    unit: row.unit,
                    ratio: row.ratio,
                    interval: row.interval.map { [$0.lowerBound, $0.upperBound] }
                ),
                p: row.p,
                verdict: row.verdict,
                reason: row.reason,
                failure: row.verdict == .regressed ? row.verdict.rawValue : nil
            )
        }
        let runs = TextShort.count(outcome.pairs, "run")
        var report = GateReport(
            project: URL(fileURLWithPath: place.clone).lastPathComponent,
            conclusion: conclusion,
            base: GateReportSide(commit: place.base, reason: "\(runs), in turn with the head"),
            head: GateReportSide(
                commit: place.head,
                reason: place.head == nil ? "the working tree as it is, \(runs)" : "\(runs), in turn with the base"
            ),
            rows: rows
        )
        report.isMeasuredInTurn = true
        report.isAdvisory = options.advisory
        switch outcome.ending {
        case .failure(let sentence): report.reason = String(sentence.dropLast())
        case _ where conclusion == .nothingCompared:
            report.reason = rows.isEmpty ? "no row was selected" : "no benchmark was measured on both sides"
        case .time:
            report.notices.append(
                "The time was up after \(TextShort.count(outcome.pairs, "pair")) of \(planned) planned."
            )
        case .decided, .planned: break
        }
        return report
    }

    private var conclusion: GateConclusion {
        let comparison = outcome.comparison
        if case .failure = outcome.ending { return .unknown }
        if comparison.count(of: .regressed) > 0 { return .failed }
        if comparison.rows.allSatisfy({ $0.verdict == .missing }) { return .nothingCompared }
        return options.requireConclusive && comparison.count(of: .inconclusive) > 0 ? .inconclusive : .passed
    }

    private func text(_ report: GateReport, _ output: Output) -> String {
        var text = GateHeadline(report: report).text + "\n"
        if report.isAdvisory && report.conclusion.status != 0 { text += "advisory: this does not fail the job\n" }
        for (name, side) in [("base", report.base), ("head", report.head)] {
            guard let side else { continue }
            text += "\(name)  \(side.shortCommit.map { "\($0) (\(side.reason))" } ?? side.reason)\n"
        }
        if !outcome.comparison.rows.isEmpty {
            text += "\n" + ComparePairs.table(outcome.comparison, nil, output)
        }
        for notice in report.notices { text += "note: \(notice)\n" }
        return text + "\(TextShort.count(outcome.pairs, "pair")) judged in \(TextSpan.text(outcome.took))\n"
    }

    private static func write(_ text: String, to path: String) -> Bool {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            return true
        } catch {
            Output.tell("“\(path)” could not be written; check that its folder exists and that you may write there.")
            return false
        }
    }
}
