import NilometerCore

/// What is known of the first commits of a series, from which its judgement can go on.
struct Past: Sendable {
    /// The search over those commits, by the class that the series had.
    enum Search: Sendable {
        case noisy(NoisyLevels)
        case exact(ExactLevels)
    }

    /// How many commits must follow before it is kept: the newest get further runs, and late ones.
    static let settled = 50

    var isExact: Bool
    /// The index of the first point that is still needed, and the place of its commit.
    var first: Int
    var place: Int
    /// How many points it stands on, and how many commits were taken of them.
    var count: Int
    var taken: Int
    /// Whether one of the points had no value.
    var hasGaps: Bool
    var counts: ClassCounts
    var search: Search
}

extension Past {
    /// As it is kept; the same past gives the same bytes.
    var state: DetectorState {
        var writer = StateWriter()
        Signature.own.keep(in: &writer)
        isExact.keep(in: &writer)
        for number in [first, place, count, taken] { number.keep(in: &writer) }
        hasGaps.keep(in: &writer)
        counts.keep(in: &writer)
        switch search {
        case .noisy(let search):
            true.keep(in: &writer)
            search.keep(in: &writer)
        case .exact(let search):
            false.keep(in: &writer)
            search.keep(in: &writer)
        }
        return DetectorState(first: first, count: count, bytes: writer.bytes)
    }

    /// Nil where another version of the detector wrote it, or something is damaged.
    init?(_ state: DetectorState) {
        var reader = StateReader(state.bytes)
        do {
            try self.init(from: &reader)
        } catch {
            return nil
        }
        guard reader.isAtEnd, first == state.first, count == state.count, place >= 0, place <= taken else { return nil }
    }

    private init(from reader: inout StateReader) throws(StateReader.Damage) {
        guard try UInt64(from: &reader) == Signature.own else { throw StateReader.Damage() }
        isExact = try Bool(from: &reader)
        (first, place) = (try Int(from: &reader), try Int(from: &reader))
        (count, taken) = (try Int(from: &reader), try Int(from: &reader))
        hasGaps = try Bool(from: &reader)
        counts = try ClassCounts(from: &reader)
        search =
            try Bool(from: &reader)
            ? .noisy(try NoisyLevels(from: &reader)) : .exact(try ExactLevels(from: &reader))
    }
}
