import NilometerCore

/// Draws an answer as a JUnit report: a test case for each benchmark and metric.
///
/// What fails the gate is a failure; what is inconclusive or missing was skipped; what could not be had is an error.
struct GateJUnit {
    let report: GateReport

    /// The document.
    var text: String {
        let cases = report.rows.isEmpty || !report.conclusion.isCompared ? [whole] + rows : rows
        let failures = cases.count { $0.outcome.isFailure }
        let skipped = cases.count { $0.outcome.isSkipped }
        let errors = cases.count { $0.outcome.isError }
        let counts = "tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"\(errors)\" skipped=\"\(skipped)\""
        let name = TextXML.of(["nilometer", report.project, report.part].compactMap(\.self).joined(separator: "/"))
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        text += "<testsuites name=\"nilometer\" \(counts)>\n  <testsuite name=\"\(name)\" \(counts)>\n"
        text += cases.map(\.text).joined()
        return text + "  </testsuite>\n</testsuites>\n"
    }

    /// What became of a test case.
    private enum Outcome {
        case passed
        case failed(kind: String, message: String, detail: String)
        case skipped(message: String)
        case error(message: String)

        var isFailure: Bool { if case .failed = self { true } else { false } }
        var isSkipped: Bool { if case .skipped = self { true } else { false } }
        var isError: Bool { if case .error = self { true } else { false } }
    }

    /// One test case.
    private struct Case {
        var group: String
        var name: String
        var outcome: Outcome

        var text: String {
            let begin = "    <testcase classname=\"\(TextXML.of(group))\" name=\"\(TextXML.of(name))\""
            switch outcome {
            case .passed: return begin + "/>\n"
            case .failed(let kind, let message, let detail):
                return begin + ">\n      <failure type=\"\(kind)\" message=\"\(TextXML.of(message))\">"
                    + "\(TextXML.of(detail))</failure>\n    </testcase>\n"
            case .skipped(let message):
                return begin + ">\n      <skipped message=\"\(TextXML.of(message))\"/>\n    </testcase>\n"
            case .error(let message):
                return begin + ">\n      <error type=\"no verdict\" message=\"\(TextXML.of(message))\"/>\n"
                    + "    </testcase>\n"
            }
        }
    }

    /// The comparison as a whole, where no row can stand for it.
    private var whole: Case {
        let headline = GateHeadline(report: report).text
        let outcome: Outcome =
            switch report.conclusion {
            case .unknown: .error(message: headline)
            case .firstRun, .nothingCompared, .inconclusive: .skipped(message: headline)
            case .failed: .failed(kind: "failed", message: headline, detail: headline)
            case .passed: .passed
            }
        return Case(group: report.project, name: "comparison", outcome: outcome)
    }

    private var rows: [Case] {
        report.rows.map { row in
            Case(group: row.package ?? report.project, name: "\(row.name) \(row.metric)", outcome: outcome(of: row))
        }
    }

    private func outcome(of row: GateReportRow) -> Outcome {
        if row.failure != nil {
            let detail = [row.why, row.explanation, row.link].compactMap(\.self).filter { !$0.isEmpty }
            return .failed(
                kind: row.failure == row.verdict.rawValue ? row.verdict.rawValue : "limit",
                message: "\(row.metric) \(row.verdict.rawValue): \(row.levels.text)",
                detail: detail.joined(separator: "; ")
            )
        }
        switch row.verdict {
        case .inconclusive, .missing: return .skipped(message: "\(row.verdict.rawValue): \(row.why)")
        case .regressed, .improved, .unchanged: return .passed
        }
    }
}
