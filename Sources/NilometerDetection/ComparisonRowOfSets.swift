import Foundation
import NilometerCore
public import NilometerStatistics

/// One benchmark and metric in two sets of files.
public struct ComparisonRowOfSets: Sendable, Equatable {
    /// The name with its parameters and, where processors were counted, `-N`.
    public var name: String
    /// The benchmark.
    public var benchmark: String
    /// Its parameters.
    public var parameters: [String: String]
    /// The old samples; nil when the old files have none.
    public var old: ComparisonSample?
    /// The new samples; nil when the new files have none.
    public var new: ComparisonSample?
    /// The p of benchstat's test; nil for values declared exact and where a side is missing.
    public var p: Double?
    /// What is to be known of the test.
    public var note: String?
    /// The smallest relative difference that our verdict would have shown; nil where a side is missing.
    public var smallestEffect: Double?
    /// What Nilometer says, and why.
    public var judgement: Judgement

    /// Whether benchstat's test finds a difference; always where values were declared exact.
    public var isSignificant: Bool { p.map { $0 <= 0.05 } ?? true }

    /// Whether the level was shown to have left 0, where no ratio exists: by benchstat's test, or by our verdict.
    public var isChangeFromZero: Bool {
        guard let old, let new else { return false }
        let isDecided = judgement.verdict == .regressed || judgement.verdict == .improved
        return (isSignificant || isDecided) && old.centre == 0 && new.centre != 0
    }

    /// New over old; nil where a side is missing or the old centre is 0.
    public var ratio: Double? {
        guard let old, let new, old.centre != 0 else { return nil }
        return new.centre / old.centre
    }

    /// The difference as benchstat writes it, but for a change from 0, which is shown as such; nil where a side is missing.
    ///
    /// - Parameter scale: how the row's values are shown.
    /// - Returns: such as `+4.20%`, `~` or `+64 (was 0)`.
    public func deltaText(_ scale: DisplayScale) -> String? {
        guard let old, let new else { return nil }
        guard isSignificant || isChangeFromZero else { return "~" }
        guard old.centre != new.centre else { return "0.00%" }
        guard let ratio else {
            let isWhole = scale.prefix.isEmpty && new.centre == new.centre.rounded() && abs(new.centre) < 1e15
            let text = isWhole ? String(format: "%.0f", new.centre) : scale.text(new.centre)
            return (new.centre > 0 ? "+" : "") + text + " (was 0)"
        }
        return String(format: "%+.2f%%", (ratio - 1) * 100)
    }

    /// The p and the numbers of samples, in benchstat's words; nil where a side is missing.
    public var testText: String? {
        guard let old, let new else { return nil }
        let count = old.count == new.count ? "n=\(old.count)" : "n=\(old.count)+\(new.count)"
        return p.map { String(format: "(p=%.3f ", $0) + count + ")" } ?? "(\(count))"
    }
}
