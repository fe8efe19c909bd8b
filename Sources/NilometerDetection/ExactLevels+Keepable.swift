import NilometerCore

extension ExactLevels: Keepable {
    func keep(in writer: inout StateWriter) {
        isCount.keep(in: &writer)
        finished.keep(in: &writer)
        level.keep(in: &writer)
        excursions.keep(in: &writer)
        open.keep(in: &writer)
    }

    init(from reader: inout StateReader) throws(StateReader.Damage) {
        self.init(isCount: try Bool(from: &reader))
        finished = try [Finding](from: &reader)
        level = try Level?(from: &reader)
        excursions = try Int(from: &reader)
        open = try Stretch?(from: &reader)
    }
}

extension ExactLevels.Level: Keepable {
    func keep(in writer: inout StateWriter) {
        value.keep(in: &writer)
        range.keep(in: &writer)
        last.keep(in: &writer)
        latest.keep(in: &writer)
    }

    init(from reader: inout StateReader) throws(StateReader.Damage) {
        value = try Double(from: &reader)
        range = try ClosedRange<Double>(from: &reader)
        last = try Int(from: &reader)
        latest = try [ClosedRange<Double>](from: &reader)
    }
}

extension ExactLevels.Stretch: Keepable {
    func keep(in writer: inout StateWriter) {
        commits.keep(in: &writer)
        value.keep(in: &writer)
        first.keep(in: &writer)
        last.keep(in: &writer)
        agreeing.keep(in: &writer)
        range.keep(in: &writer)
        latest.keep(in: &writer)
        confirmsItself.keep(in: &writer)
    }

    init(from reader: inout StateReader) throws(StateReader.Damage) {
        commits = try ClosedRange<Int>(from: &reader)
        value = try Double(from: &reader)
        (first, last, agreeing) = (try Int(from: &reader), try Int(from: &reader), try Int(from: &reader))
        range = try ClosedRange<Double>(from: &reader)
        latest = try [ClosedRange<Double>](from: &reader)
        confirmsItself = try Bool(from: &reader)
    }
}
