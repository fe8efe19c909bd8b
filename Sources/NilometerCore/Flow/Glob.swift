/// A pattern of names: `*` stands for any text, `?` for one letter; all else for itself.
public struct Glob: Sendable, Equatable {
    /// The pattern as it was written.
    public let pattern: String

    /// Makes a pattern.
    public init(_ pattern: String) {
        self.pattern = pattern
    }

    /// Whether it stands for itself alone.
    public var isLiteral: Bool { !pattern.contains { $0 == "*" || $0 == "?" } }

    /// Whether a whole name fits.
    ///
    /// - Complexity: O(name × pattern) at worst.
    public func fits(_ name: String) -> Bool {
        let (wanted, letters) = (Array(pattern), Array(name))
        var (place, letter) = (0, 0)
        var star: (place: Int, letter: Int)?
        while letter < letters.count {
            if place < wanted.count, wanted[place] == "*" {
                star = (place, letter)
                place += 1
            } else if place < wanted.count, wanted[place] == "?" || wanted[place] == letters[letter] {
                place += 1
                letter += 1
            } else if let last = star {
                // The last star takes one letter more.
                star = (last.place, last.letter + 1)
                (place, letter) = (last.place + 1, last.letter + 1)
            } else {
                return false
            }
        }
        return wanted[place...].allSatisfy { $0 == "*" }
    }
}
