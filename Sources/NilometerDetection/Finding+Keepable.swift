import NilometerCore

extension Finding: Keepable {
    func keep(in writer: inout StateWriter) {
        index.keep(in: &writer)
        range.keep(in: &writer)
        state.rawValue.keep(in: &writer)
        before.keep(in: &writer)
        after.keep(in: &writer)
        ratio.keep(in: &writer)
        interval.keep(in: &writer)
        coverage.keep(in: &writer)
        p.keep(in: &writer)
        labels.keep(in: &writer)
    }

    init(from reader: inout StateReader) throws(StateReader.Damage) {
        let (index, range) = (try Int(from: &reader), try ClosedRange<Int>(from: &reader))
        guard let state = ChangeState(rawValue: try String(from: &reader)) else { throw StateReader.Damage() }
        self.init(
            index: index,
            range: range,
            state: state,
            before: try Double(from: &reader),
            after: try Double(from: &reader),
            ratio: try Double?(from: &reader),
            interval: try ClosedRange<Double>?(from: &reader),
            coverage: try Double?(from: &reader),
            p: try Double?(from: &reader),
            labels: try [String](from: &reader)
        )
    }
}
