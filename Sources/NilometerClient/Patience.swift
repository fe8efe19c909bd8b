public import Foundation

/// How long a call is waited for, and tried again.
public struct Patience: Sendable {
    /// How long one attempt may take.
    public var answer: Duration
    /// How long after the first attempt another may begin; zero for none.
    public var retry: Duration
    /// Whether each new attempt is told of.
    public var isTold: Bool

    /// Makes a patience.
    public init(answer: Duration = .seconds(30), retry: Duration = .zero, isTold: Bool = false) {
        self.answer = answer
        self.retry = retry
        self.isTold = isTold
    }

    /// The seconds that a `Retry-After` asks for: a number, or a date against the server's own clock; nil for other texts.
    public static func asked(_ header: String, now: Date?) -> Double? {
        if let seconds = Double(header), seconds.isFinite { return seconds }
        guard let now, let date = HTTPDate.date(header) else { return nil }
        return date.timeIntervalSince(now)
    }

    /// How long to wait before an attempt: doubling from a quarter of a second to 15 s, with chance of a half.
    ///
    /// - Parameters:
    ///   - attempt: how many attempts failed, from 1.
    ///   - asked: the seconds that the server asked for; at most a minute of them is waited.
    ///   - generator: the source of chance.
    /// - Returns: the wait.
    public static func delay(
        after attempt: Int,
        asked: Double?,
        using generator: inout some RandomNumberGenerator
    ) -> Duration {
        if let asked, asked > 0 { return .seconds(min(60, asked)) }
        let whole = min(15, 0.25 * Double(1 << min(attempt, 10)))
        return .seconds(Double.random(in: whole / 2...whole, using: &generator))
    }
}
