/// The commits of a series in order, the first of which may be known no more; places count from the first of the series.
struct Commits: RandomAccessCollection, MutableCollection, Sendable {
    /// The place of the first commit that is still known.
    let startIndex: Int
    private var known: [Measured] = []

    /// Starts without commits, at a place.
    init(from place: Int = 0) { startIndex = place }

    var endIndex: Int { startIndex + known.count }

    subscript(place: Int) -> Measured {
        get { known[place - startIndex] }
        set { known[place - startIndex] = newValue }
    }

    mutating func append(_ commit: Measured) { known.append(commit) }
}
