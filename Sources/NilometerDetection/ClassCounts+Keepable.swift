extension ClassCounts: Keepable {
    func keep(in writer: inout StateWriter) {
        for number in [count, repeated, steady, stretches] { number.keep(in: &writer) }
        isWhole.keep(in: &writer)
        newest.keep(in: &writer)
        quantum.keep(in: &writer)
        latest.map { ($0.isUnsteady ? 2 : 0) + ($0.isJittery ? 1 : 0) }.keep(in: &writer)
    }

    init(from reader: inout StateReader) throws(StateReader.Damage) {
        self.init()
        (count, repeated) = (try Int(from: &reader), try Int(from: &reader))
        (steady, stretches) = (try Int(from: &reader), try Int(from: &reader))
        isWhole = try Bool(from: &reader)
        newest = try Double?(from: &reader)
        quantum = try Quantum(from: &reader)
        latest = try [Int](from: &reader).map { ($0 & 2 != 0, $0 & 1 != 0) }
    }
}

extension Quantum: Keepable {
    func keep(in writer: inout StateWriter) {
        step.keep(in: &writer)
        largest.keep(in: &writer)
        isBroken.keep(in: &writer)
    }

    init(from reader: inout StateReader) throws(StateReader.Damage) {
        self.init()
        (step, largest) = (try Double(from: &reader), try Double(from: &reader))
        isBroken = try Bool(from: &reader)
    }
}
