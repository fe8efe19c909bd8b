import ArgumentParser

/// A time to wait, as people type it: `30s`, `5m`, `30`.
struct Wait: ExpressibleByArgument, Sendable, Equatable, CustomStringConvertible {
    /// Whole seconds, from 0 to a day.
    var seconds: Int

    init(seconds: Int) { self.seconds = seconds }

    init?(argument: String) {
        var digits = argument[...]
        var factor = 1
        if let last = digits.last, let known = ["s": 1, "m": 60, "h": 3600][String(last)] {
            factor = known
            digits = digits.dropLast()
        }
        guard let count = Int(digits), (0...86_400).contains(count), count * factor <= 86_400 else { return nil }
        seconds = count * factor
    }

    var description: String { "\(seconds)s" }
}
