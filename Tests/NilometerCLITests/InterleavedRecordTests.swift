import NilometerCore
import NilometerDetection
import Testing

@testable import nilometer

struct InterleavedRecordTests {
    private static func reading(
        _ benchmark: String,
        _ value: Double,
        _ metric: String = "ns/op",
        unit: String = "ns"
    )
        -> Reading
    {
        Reading(benchmark: benchmark, metric: metric, unit: unit, better: .lower, value: value)
    }

    @Test func `pairs are kept in their order`() {
        var record = InterleavedRecord()
        record.add(base: [Self.reading("A", 1)], head: [Self.reading("A", 2)])
        record.add(base: [Self.reading("A", 3)], head: [Self.reading("A", 4)])
        #expect(record.readings.map { $0.pairs.map(\.base) } == [[1, 3]])
        #expect(record.readings.map { $0.pairs.map(\.head) } == [[2, 4]])
    }

    @Test func `what is on one side only has no pair, and says where it was`() {
        var record = InterleavedRecord()
        for _ in 0..<2 {
            record.add(
                base: [Self.reading("A", 1), Self.reading("Old", 1)],
                head: [Self.reading("A", 1), Self.reading("New", 1)]
            )
        }
        let readings = record.readings
        #expect(readings.map(\.benchmark) == ["A", "Old", "New"])
        #expect(readings.map(\.pairs.count) == [2, 0, 0])
        #expect(readings.map(\.absence) == [nil, "measured at the base only", "measured at the head only"])
    }

    @Test func `what lacks in some runs is not judged, and does not shorten the others`() {
        var record = InterleavedRecord()
        record.add(
            base: [Self.reading("A", 1), Self.reading("B", 1)],
            head: [Self.reading("A", 1), Self.reading("B", 1)]
        )
        record.add(base: [Self.reading("A", 1)], head: [Self.reading("A", 1), Self.reading("B", 1)])
        #expect(record.readings.map(\.pairs.count) == [2, 0])
        #expect(record.readings[1].absence == "measured in 1 of 2 runs at the base and in 2 of 2 at the head")
    }

    @Test func `values of other units are not compared`() {
        var record = InterleavedRecord()
        record.add(base: [Self.reading("A", 1)], head: [Self.reading("A", 0.001, unit: "us")])
        #expect(record.readings[0].pairs.isEmpty)
        #expect(record.readings[0].absence?.contains("same unit") == true)
    }

    @Test func `only what is selected is kept, and what was to be confirmed and is not measured is told`() {
        let gone = MeasuredKey(benchmark: "Gone", metric: "ns/op")
        let confirmation = SuspectedRows(keys: [MeasuredKey(benchmark: "A", metric: "ns/op"), gone])
        var record = InterleavedRecord(InterleavedSelection(confirmation: confirmation))
        let readings = [Self.reading("A", 1), Self.reading("A", 2, "B/op", unit: "B"), Self.reading("C", 1)]
        record.add(base: readings, head: readings)
        #expect(record.readings.map(\.benchmark) == ["A", "Gone"])
        #expect(record.readings[1].absence?.contains("did not measure it") == true)
        var counts = InterleavedRecord(InterleavedSelection(metrics: ["B/op"]))
        counts.add(base: readings, head: readings)
        #expect(counts.readings.map(\.metric) == ["B/op"])
    }
}
