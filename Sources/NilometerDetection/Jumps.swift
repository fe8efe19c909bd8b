/// Changes of a series that varies, so far out that one run shows them by its own repeats.
enum Jumps {
    /// The commits at which a new level begins.
    ///
    /// All samples lie further from the level before than ten times the widest that a level or this run has been; three
    /// commits must have shown how wide that is.
    ///
    /// - Complexity: O(n).
    static func places(in commits: [Measured]) -> [Int] {
        guard var level = commits.first?.range else { return [] }
        var found: [Int] = []
        var widest = 0.0
        var speaks = commits[0].hasRepeats
        for place in commits.indices.dropFirst() {
            let commit = commits[place]
            widest = max(widest, level.upperBound - level.lowerBound)
            let gap = max(commit.range.lowerBound - level.upperBound, level.lowerBound - commit.range.upperBound)
            let usual = max(widest, commit.width)
            if place >= 3, speaks, commit.hasRepeats, usual > 0, gap > 10 * usual {
                found.append(place)
                level = commit.range
            } else {
                level = min(level.lowerBound, commit.range.lowerBound)...max(level.upperBound, commit.range.upperBound)
                speaks = speaks && commit.hasRepeats
            }
        }
        return found
    }
}
