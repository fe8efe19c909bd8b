import NilometerCore

/// The first line of an answer: the verdict on the whole.
struct GateHeadline {
    /// The most rows that are named.
    private static let mostNamed = 2

    let report: GateReport

    /// The line as parts: what is ours, and what came from elsewhere and must be made safe where it is shown.
    enum Part: Equatable {
        /// Our own words.
        case words(String)
        /// A name.
        case name(String)
        /// A clause that may hold names.
        case clause(String)
    }

    /// The parts, in their order.
    var parts: [Part] {
        switch report.conclusion {
        case .passed: [.words("✓ Nothing regressed: \(counts)")]
        case .failed: failure
        case .inconclusive:
            [
                .words(
                    "? \(report.count(of: .inconclusive)) of \(report.comparedCount) inconclusive, "
                        + "and this gate asks for a conclusive answer"
                )
            ]
        case .firstRun: [.words("Nothing to compare with: ")] + because
        case .nothingCompared where report.isMeasuredInTurn: [.words("Nothing was compared: ")] + because
        case .nothingCompared: [.words("Nothing to compare with, although there are earlier runs: ")] + because
        case .unknown: [.words("✗ No verdict: ")] + because
        }
    }

    /// The line as plain text; what came from elsewhere is safe for a terminal.
    var text: String {
        parts.map { part in
            switch part {
            case .words(let text): text
            case .name(let text): TextWidth.shortened(TextPlain.of(text), to: 80)
            case .clause(let text): TextPlain.of(text)
            }
        }.joined()
    }

    private var because: [Part] { [.clause(report.reason ?? "the reason is not known")] }

    private var counts: String {
        var counts = ["\(report.comparedCount) compared"]
        for verdict in [Verdict.improved, .inconclusive, .missing] {
            let count = report.count(of: verdict)
            if count > 0 { counts.append("\(count) \(verdict.rawValue)") }
        }
        return counts.joined(separator: ", ")
    }

    private var failure: [Part] {
        let failing = report.failing
        let hasRegressedOnly = failing.allSatisfy { $0.verdict == .regressed }
        var parts: [Part] = [
            .words("▲ \(failing.count) of \(report.rows.count) \(hasRegressedOnly ? "regressed" : "failed"): ")
        ]
        for (place, row) in failing.prefix(Self.mostNamed).enumerated() {
            let change = row.levels.changeText
            parts += [.words(place == 0 ? "" : ", "), .name(row.name), .words(" "), .name(row.metric)]
            parts.append(.words(" " + (change.isEmpty ? row.verdict.rawValue : change)))
        }
        if failing.count > Self.mostNamed { parts.append(.words(" and \(failing.count - Self.mostNamed) more")) }
        return parts
    }
}
