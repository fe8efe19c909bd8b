import NilometerCore

/// What a reader can do about an answer.
enum GateNextStep {
    /// One part of the advice: our words, or a command to be typed.
    enum Part: Equatable {
        /// Our own words.
        case words(String)
        /// A command.
        case command(String)
    }

    /// The advice; empty where there is nothing to do.
    static func parts(for report: GateReport) -> [Part] {
        switch report.conclusion {
        case .failed where report.isMeasuredInTurn, .nothingCompared where report.isMeasuredInTurn: []
        case .inconclusive where report.isMeasuredInTurn: [.words("Each row says how many pairs would settle it.")]
        case .failed: failed(report)
        case .inconclusive: confirm(report, then: " measures in turn until it is settled.")
        case .nothingCompared:
            [
                .words(
                    "Fetch the history before the upload (fetch-depth: 0), and measure the base on the same machine; "
                ),
                .command("nilometer runs"), .words(" shows what was measured."),
            ]
        case .firstRun: [.words("The next run on this machine is compared with this one.")]
        case .unknown:
            [.words("Run the job again; "), .command("nilometer doctor"), .words(" looks for the cause.")]
        case .passed: []
        }
    }

    private static func failed(_ report: GateReport) -> [Part] {
        let isExact = report.failing.allSatisfy { $0.levels.ratio == nil }
        var parts: [Part] = []
        if !isExact { parts += confirm(report, then: " measures both sides in turn, to be sure. ") }
        parts.append(.words("If it is meant, merge it and accept the alert that it raises: "))
        parts.append(.command("nilometer alerts accept ALERT"))
        parts.append(.words("."))
        return parts
    }

    private static func confirm(_ report: GateReport, then words: String) -> [Part] {
        [.command("nilometer ab --base \(revision(report.base?.commit)) -- COMMAND"), .words(words)]
    }

    /// The commit where it is one that can be typed as it is.
    private static func revision(_ commit: String?) -> String {
        guard let commit, !commit.isEmpty, commit.first != "-",
            commit.utf8.allSatisfy({ byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || [0x2D, 0x2E, 0x2F, 0x5F].contains(byte)
            })
        else { return "BASE" }
        return TextShort.commit(commit)
    }
}
