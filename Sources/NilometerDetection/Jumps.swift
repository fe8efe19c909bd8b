/// Looks for changes of a series that varies, so far out that one run shows them by its own repeats.
///
/// All samples lie further from the level before than ten times the widest that a level or this run has been; three commits
/// must have shown how wide that is.
struct Jumps: Sendable, Equatable {
    var seen = 0
    var level = 0.0...0.0
    var widest = 0.0
    var speaks = false

    /// Takes the next commit; whether a new level begins there.
    mutating func take(_ commit: Measured) -> Bool {
        defer { seen += 1 }
        guard seen > 0 else {
            (level, speaks) = (commit.range, commit.hasRepeats)
            return false
        }
        widest = max(widest, level.upperBound - level.lowerBound)
        let gap = max(commit.range.lowerBound - level.upperBound, level.lowerBound - commit.range.upperBound)
        let usual = max(widest, commit.width)
        if seen >= 3, speaks, commit.hasRepeats, usual > 0, gap > 10 * usual {
            level = commit.range
            return true
        }
        level = min(level.lowerBound, commit.range.lowerBound)...max(level.upperBound, commit.range.upperBound)
        speaks = speaks && commit.hasRepeats
        return false
    }
}
