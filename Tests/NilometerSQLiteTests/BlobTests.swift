import Foundation
import NilometerCore
import NilometerTesting
import Testing

@testable import NilometerSQLite

struct BlobTests {
    private static let odd: [Double] = [
        0, -0.0, 1, -1, 0.1, 1e-300, 1e300, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 9_007_199_254_740_992,
        107.3, 0.000_001, 999_999_999_999_999, -123.456,
    ]

    private static func values(seed: Int) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        let count = Int.random(in: 0...200, using: &generator)
        let kind = Int.random(in: 0..<4, using: &generator)
        return (0..<count).map { _ in
            switch kind {
            case 0: Double(Int.random(in: 900...1100, using: &generator))
            case 1: (Double.random(in: 90...110, using: &generator) * 100).rounded() / 100
            case 2: Double.random(in: -1e9...1e9, using: &generator)
            default: odd.randomElement(using: &generator) ?? 0
            }
        }
    }

    @Test(arguments: 0..<200)
    func `a column of numbers comes back bit for bit`(seed: Int) throws {
        let values = Self.values(seed: seed)
        var writer = ByteWriter()
        NumberColumn.write(values, to: &writer)
        var reader = ByteReader(writer.bytes)
        let back = try NumberColumn.read(values.count, from: &reader)
        #expect(back.map(\.bitPattern) == values.map(\.bitPattern))
        #expect(reader.rest.isEmpty)
    }

    @Test(arguments: 0..<50)
    func `a spread comes back within two per cent, none and unknown as they are`(seed: Int) throws {
        var generator = SeededGenerator(seed: seed)
        let base = exp(Double.random(in: -20...20, using: &generator))
        let spreads = (0..<128).map { _ -> Double in
            switch Int.random(in: 0..<8, using: &generator) {
            case 0: 0
            case 1: .nan
            default: base * exp(Double.random(in: 0...9, using: &generator))
            }
        }
        var writer = ByteWriter()
        SpreadColumn.write(spreads, to: &writer)
        var reader = ByteReader(writer.bytes)
        for (spread, back) in zip(spreads, try SpreadColumn.read(128, from: &reader)) {
            if spread.isNaN { #expect(back.isNaN) } else { #expect(abs(back - spread) <= 0.0201 * spread) }
        }
    }

    @Test(arguments: 0..<50)
    func `a chunk comes back, whole or with gaps`(seed: Int) throws {
        var generator = SeededGenerator(seed: seed)
        let places = (0..<ChunkBlob.runs).filter { _ in seed % 2 == 0 || Bool.random(using: &generator) }
        let summaries = places.map { _ in
            Summary(
                centre: Double.random(in: 0...1e6, using: &generator),
                spread: 0,
                count: Int.random(in: 1...20, using: &generator)
            )
        }
        let key: [Int64] = [1, 2, 0, 7, 3]
        let back = try ChunkBlob(ChunkBlob(places: places, summaries: summaries).data(key: key), key: key)
        #expect(back.places == places)
        #expect(back.summaries == summaries)
    }

    @Test(arguments: 0..<50)
    func `a record comes back with all that its readings say`(seed: Int) throws {
        var generator = SeededGenerator(seed: seed)
        let entries = (0..<Int.random(in: 0...40, using: &generator)).map { index -> RecordBlob.Entry in
            let samples = Self.values(seed: seed * 1000 + index)
            var entry = RecordBlob.Entry(centre: samples.first ?? 5)
            entry.samples = samples
            if Bool.random(using: &generator) { entry.iterations = samples.indices.map { 1000 + $0 } }
            if index % 5 == 0 { entry.estimator = "mean" }
            if index % 7 == 0 { entry.spread = Spread(kind: "stddev", value: 2.5) }
            if index % 11 == 0 { entry.iterations = [5] }
            return entry
        }
        let failed = [Reading(benchmark: "F", metric: "ns/op", unit: "ns", error: "it failed")]
        let key: [Int64] = [1, 2, 0, 9]
        let back = try RecordBlob(RecordBlob(entries: entries, failed: failed).data(key: key), key: key)
        #expect(back.entries == entries)
        #expect(back.failed == failed)
    }

    @Test(arguments: 0..<100)
    func `a changed bit, a cut and a wrong key are found, and never crash`(seed: Int) throws {
        var generator = SeededGenerator(seed: seed)
        let key: [Int64] = [1, 2, 0, 9]
        let entries = Self.values(seed: seed + 1).map { RecordBlob.Entry(centre: $0) }
        let data = try RecordBlob(entries: entries, failed: []).data(key: key)
        var flipped = data
        flipped[Int.random(in: data.indices, using: &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        #expect(throws: StoreError.self) { try RecordBlob(flipped, key: key) }
        let cut = Data(data.prefix(Int.random(in: 0..<data.count, using: &generator)))
        #expect(throws: StoreError.self) { try RecordBlob(cut, key: key) }
        #expect(throws: StoreError.self) { try RecordBlob(data, key: [1, 2, 0, 8]) }
    }

    @Test(arguments: 0..<300)
    func `random bytes under a good checksum never crash a reader`(seed: Int) {
        var generator = SeededGenerator(seed: seed)
        let bytes = (0..<Int.random(in: 0...300, using: &generator)).map { _ in
            UInt8.random(in: 0...255, using: &generator)
        }
        let key: [Int64] = [1]
        let data = Blob.sealed([1] + bytes, key: key)
        _ = try? HeadBlob.summaries(data, key: key)
        _ = try? ChunkBlob(data, key: key)
        _ = try? RecordBlob(data, key: key)
        var writer = ByteWriter()
        writer.byte(1)
        try? Packing.write(bytes, to: &writer)
        #expect((try? RecordBlob(Blob.sealed(writer.bytes, key: key), key: key))?.entries.count ?? 0 < 1 << 27)
    }
}
