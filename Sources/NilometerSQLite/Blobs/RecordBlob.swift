import Foundation
import NilometerCore
import NilometerStatistics

/// All that one run says, without loss: the truth from which heads and chunks are rebuilt.
///
/// The readings that have a value stand in the order of the run's layout, with centres, samples and iterations in
/// columns; what is unusual of them, and readings that are errors, stand behind as JSON.
struct RecordBlob {
    /// What the columns do not hold of a reading.
    private struct Note: Codable {
        var index: Int?
        var estimator: String?
        var spread: Spread?
        var iterations: [Int]?
        var error: String?
        /// A reading without value, whole.
        var failed: Reading?
    }

    /// One reading with a value, without what its series says of it.
    struct Entry: Equatable {
        var centre: Double
        var samples: [Double] = []
        var iterations: [Int] = []
        var estimator = "median"
        var spread: Spread?
        var error: String?

        init(centre: Double) { self.centre = centre }

        init(_ reading: Reading, centre: Double) {
            self.centre = centre
            samples = reading.samples
            iterations = reading.iterations
            estimator = reading.estimator
            spread = reading.spread
            error = reading.error
        }

        /// Whether the centre follows from the samples, to the bit.
        var isCentreMedian: Bool {
            samples.count == 1
                ? samples[0].bitPattern == centre.bitPattern : Median.of(samples)?.bitPattern == centre.bitPattern
        }

        /// What the index keeps of it.
        var summary: Summary {
            let reading = Reading(
                benchmark: "",
                metric: "",
                unit: "",
                value: centre,
                samples: samples,
                spread: spread
            )
            return Summary(reading) ?? Summary(centre: centre, spread: .nan, count: 1)
        }
    }

    private static let format: UInt8 = 1
    private static let largest = 1 << 26

    /// The readings with a value, in the order of the layout.
    var entries: [Entry]
    /// The readings without.
    var failed: [Reading]

    init(entries: [Entry], failed: [Reading]) {
        self.entries = entries
        self.failed = failed
    }

    func data(key: [Int64]) throws -> Data {
        var columns = ByteWriter()
        columns.varint(entries.count)
        RunLengths.write(entries.map(\.samples.count), to: &columns)
        RunLengths.write(entries.map { $0.iterations.count == $0.samples.count ? 1 : 0 }, to: &columns)
        // A centre that is the median of its samples need not be written again.
        RunLengths.write(entries.map { $0.isCentreMedian ? 1 : 0 }, to: &columns)
        NumberColumn.write(entries.filter { !$0.isCentreMedian }.map(\.centre), to: &columns)
        for entry in entries where !entry.samples.isEmpty { NumberColumn.write(entry.samples, to: &columns) }
        var last = 0
        for entry in entries where entry.iterations.count == entry.samples.count {
            for count in entry.iterations {
                columns.zigzag(Int64(count) &- Int64(last))
                last = count
            }
        }
        let notes = notes
        if !notes.isEmpty { columns.append(try JSONEncoder().encode(notes)) }
        var writer = ByteWriter()
        writer.byte(Self.format)
        // Columns are short already; it is the notes that zlib shortens.
        try Packing.write(columns.bytes, isDense: notes.isEmpty, to: &writer)
        return Blob.sealed(writer.bytes, key: key)
    }

    private var notes: [Note] {
        var notes: [Note] = []
        for (index, entry) in entries.enumerated() {
            let isUsual = entry.iterations.isEmpty || entry.iterations.count == entry.samples.count
            let odd = isUsual ? nil : entry.iterations
            let estimator = entry.estimator == "median" ? nil : entry.estimator
            guard odd != nil || estimator != nil || entry.spread != nil || entry.error != nil else { continue }
            notes.append(
                Note(index: index, estimator: estimator, spread: entry.spread, iterations: odd, error: entry.error)
            )
        }
        return notes + failed.map { Note(failed: $0) }
    }

    init(_ data: Data, key: [Int64]) throws {
        var sealed = try Blob.opened(data, key: key)
        guard try sealed.byte() == Self.format else { throw ByteReader.damage }
        var reader = ByteReader(try Packing.read(from: &sealed))
        let count = try reader.count(atMost: Self.largest)
        let samples = try RunLengths.read(count, from: &reader)
        let hasIterations = try RunLengths.read(count, from: &reader)
        let isMedian = try RunLengths.read(count, from: &reader)
        var centres = try NumberColumn.read(isMedian.count { $0 != 1 }, from: &reader)[...]
        entries = isMedian.map { Entry(centre: $0 == 1 ? .nan : centres.popFirst() ?? .nan) }
        failed = []
        guard samples.reduce(0, +) <= Self.largest else { throw ByteReader.damage }
        for index in 0..<count where samples[index] > 0 {
            entries[index].samples = try NumberColumn.read(samples[index], from: &reader)
        }
        for index in 0..<count where isMedian[index] == 1 {
            guard let centre = Median.of(entries[index].samples) else { throw ByteReader.damage }
            entries[index].centre = centre
        }
        var last: Int64 = 0
        for index in 0..<count where hasIterations[index] == 1 {
            for _ in 0..<samples[index] {
                last &+= try reader.zigzag()
                entries[index].iterations.append(Int(last))
            }
        }
        guard !reader.rest.isEmpty else { return }
        for note in try JSONDecoder().decode([Note].self, from: Data(reader.rest)) {
            if let reading = note.failed { failed.append(reading) }
            guard let index = note.index, entries.indices.contains(index) else { continue }
            entries[index].estimator = note.estimator ?? entries[index].estimator
            entries[index].spread = note.spread
            entries[index].iterations = note.iterations ?? entries[index].iterations
            entries[index].error = note.error
        }
    }
}
