/// The boundaries of a long series, decided window by window so that a point appended costs a bounded tail.
///
/// What was decided far enough back stays as it is. Where it is fixed depends on the position alone: at every `stride` points
/// the boundaries with `settled` points after them are kept, and the next window begins shortly before. So the result over n
/// points is the same however they came.
struct Chain: Sendable, Equatable {
    /// After how many points boundaries are fixed.
    static let stride = 400
    /// How many points must follow a boundary before it is fixed.
    static let settled = 150
    /// How many points before the fixed ones a window looks back on.
    static let memory = 50

    /// How near two boundaries are the same.
    static let near = 5

    /// The boundaries that no later point moves.
    var fixed: [Decision.Boundary] = []
    /// The index of the window's first value.
    var start = 0
    /// The index from which on boundaries are not yet fixed.
    var open = 0
    /// The values of the window.
    var window: [Double] = []

    /// What was accepted just before boundaries were last fixed, and over how many points.
    var acceptedAtFix: [Int] = []
    var countAtFix = 0

    /// The number of points so far.
    var count: Int { start + window.count }

    /// Adds a value at the end.
    mutating func append(_ value: Double, _ limits: Limits) {
        if count >= 2 * Self.stride, count % Self.stride == 0 { fix(limits) }
        window.append(value)
    }

    /// The boundaries over all points so far but the first `settled`, in rising order of index.
    func boundaries(after settled: Int, _ limits: Limits) -> [Decision.Boundary] {
        boundaries(in: window, after: settled, limits)
    }

    /// The indexes that were accepted one point ago.
    func acceptedBefore(_ limits: Limits) -> [Int] {
        if count - 1 == countAtFix, countAtFix > 0 { return acceptedAtFix }
        return boundaries(in: Array(window.dropLast()), after: fixed.count, limits).filter(\.isAccepted).map(\.index)
    }

    private func boundaries(in window: [Double], after settled: Int, _ limits: Limits) -> [Decision.Boundary] {
        var found = Decision(window, limits).boundaries
        for place in found.indices { found[place].index += start }
        let latest = fixed.suffix(8)
        found.removeAll { new in
            new.index < open - Self.near || latest.contains { abs($0.index - new.index) <= Self.near }
        }
        return fixed[settled...] + found
    }

    private mutating func fix(_ limits: Limits) {
        let cut = count - Self.settled
        let found = boundaries(after: 0, limits)
        acceptedAtFix = found.filter(\.isAccepted).map(\.index)
        countAtFix = count
        fixed = found.filter { $0.index < cut }
        let next = max(start, cut - Self.memory)
        window.removeFirst(next - start)
        start = next
        open = cut
    }
}
