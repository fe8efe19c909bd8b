import NilometerCore

extension NoisyLevels {
    /// Whether it has just fixed boundaries, or met a jump: what lies before will hardly be looked at again.
    var isAtRest: Bool { chain.count == 1 && start > 0 || chain.countAtFix > 0 && chain.count == chain.countAtFix + 1 }

    /// The place of the first commit that it may still look at.
    var needed: Int {
        start + max(0, min(chain.start, chain.open - Chain.near - 2 * limits.reach - 10))
    }

    /// Takes the values of its window anew from the commits, after it was kept without them; false when some are missing.
    mutating func resume(in commits: Commits, before taken: Int) -> Bool {
        guard start + chain.start >= commits.startIndex, start + chain.start <= taken else { return false }
        chain.window = commits[(start + chain.start)..<taken].map(\.value)
        return true
    }
}

extension NoisyLevels: Keepable {
    func keep(in writer: inout StateWriter) {
        jumps.keep(in: &writer)
        finished.keep(in: &writer)
        for number in [settled, lastSettled.any, lastSettled.accepted, start] { number.keep(in: &writer) }
        chain.keep(in: &writer)
    }

    init(from reader: inout StateReader) throws(StateReader.Damage) {
        self.init()
        jumps = try Jumps(from: &reader)
        finished = try [Finding](from: &reader)
        settled = try Int(from: &reader)
        lastSettled = (try Int(from: &reader), try Int(from: &reader))
        start = try Int(from: &reader)
        chain = try Chain(from: &reader)
    }
}

extension Jumps: Keepable {
    func keep(in writer: inout StateWriter) {
        seen.keep(in: &writer)
        level.keep(in: &writer)
        widest.keep(in: &writer)
        speaks.keep(in: &writer)
    }

    init(from reader: inout StateReader) throws(StateReader.Damage) {
        self.init()
        seen = try Int(from: &reader)
        level = try ClosedRange<Double>(from: &reader)
        widest = try Double(from: &reader)
        speaks = try Bool(from: &reader)
    }
}

/// Without the values of its window, which the commits have.
extension Chain: Keepable {
    func keep(in writer: inout StateWriter) {
        fixed.keep(in: &writer)
        for number in [start, open, countAtFix] { number.keep(in: &writer) }
        acceptedAtFix.keep(in: &writer)
    }

    init(from reader: inout StateReader) throws(StateReader.Damage) {
        self.init()
        fixed = try [Decision.Boundary](from: &reader)
        (start, open, countAtFix) = (try Int(from: &reader), try Int(from: &reader), try Int(from: &reader))
        acceptedAtFix = try [Int](from: &reader)
    }
}

extension Decision.Boundary: Keepable {
    func keep(in writer: inout StateWriter) {
        index.keep(in: &writer)
        p.keep(in: &writer)
        isAccepted.keep(in: &writer)
        inflation.keep(in: &writer)
    }

    init(from reader: inout StateReader) throws(StateReader.Damage) {
        self.init(
            index: try Int(from: &reader),
            p: try Double(from: &reader),
            isAccepted: try Bool(from: &reader),
            inflation: try Double(from: &reader)
        )
    }
}
