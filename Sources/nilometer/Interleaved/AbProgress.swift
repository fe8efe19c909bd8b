import Foundation
import Glibc
import NilometerCore
import NilometerDetection

/// Tells on standard error how far a comparison in turn is: a line that renews itself on a terminal, else one line a look.
struct AbProgress: Sendable {
    /// How many pairs are planned.
    let pairs: Int
    /// Whether there is a terminal.
    let isTerminal: Bool

    /// What standard error is now; tells where other work disturbs the machine.
    static func current(pairs: Int) -> AbProgress {
        var load = [0.0]
        let processors = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        if getloadavg(&load, 1) == 1, load[0] > Double(max(1, processors)) {
            Output.tell(
                String(
                    format: "The load is %.1f on %d processors: other work adds noise, so that more pairs are needed.",
                    load[0],
                    processors
                )
            )
        }
        return AbProgress(pairs: pairs, isTerminal: isatty(STDERR_FILENO) == 1)
    }

    /// A pair is about to be made.
    func making(pair number: Int, left: Duration) {
        guard isTerminal else { return }
        write("\r\u{1B}[K\(number == 0 ? "warming up" : "pair \(number) of \(pairs)"), \(TextSpan.text(left)) left")
    }

    /// The first pair took so long: how long all will take.
    func madeFirst(took: Duration, mostTime: Duration, rows: Int) {
        let all = TextSpan.seconds(took) * Double(pairs + 1)
        let most = TextSpan.seconds(mostTime)
        var sentence =
            "\(pairs) pairs take about \(TextSpan.text(seconds: all)); at most \(TextSpan.text(mostTime)) are allowed"
        if all > most {
            let made = max(0, Int(most / max(1e-9, TextSpan.seconds(took))) - 1)
            sentence += ", enough for about \(made)"
            if made < LookPlan.fewestPairs {
                sentence += ", which cannot show a change of a noisy metric: raise --max-time"
            }
        }
        tell(sentence + ".")
        let needed = Self.pairsToShowOne(among: rows)
        if needed > pairs {
            tell("\(pairs) pairs cannot show a single noisy change among \(rows) rows; \(needed) can.")
        }
    }

    /// What a look showed.
    func looked(_ comparison: InterleavedComparison, pairs: Int) {
        let counts = Verdict.allCases.map { verdict in
            (verdict.rawValue, comparison.rows.count { $0.isDecided && $0.verdict == verdict })
        }
        let decided = counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }
        let open = comparison.rows.count { !$0.isDecided && $0.verdict != .missing }
        tell("after \(pairs) pairs: " + (decided + ["\(open) not decided yet"]).joined(separator: ", "))
    }

    /// Nothing is measured any more.
    func ended() { if isTerminal { write("\r\u{1B}[K") } }

    /// Tells a sentence.
    func tell(_ sentence: String) {
        ended()
        Output.tell(sentence)
    }

    /// How many pairs the smallest p of one row among so many needs, corrected for them all.
    static func pairsToShowOne(among rows: Int) -> Int {
        1 + Int(log2(Double(max(1, rows)) / LookPlan.error).rounded(.up))
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
