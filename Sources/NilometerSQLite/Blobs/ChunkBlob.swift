import Foundation
import NilometerCore

/// The summaries of one series in 128 runs of a lane: format, presence, then centres, spreads and counts in columns.
struct ChunkBlob {
    /// How many runs a chunk covers.
    static let runs = 128
    private static let format: UInt8 = 1
    private static let whole: UInt8 = 1

    /// The places within the chunk that have a reading, rising, 0 to 127.
    var places: [Int]
    /// A summary for each place.
    var summaries: [Summary]

    /// Adds what a later run has.
    mutating func append(_ summary: Summary, at place: Int) {
        places.append(place)
        summaries.append(summary)
    }

    func data(key: [Int64]) -> Data {
        var writer = ByteWriter()
        writer.byte(Self.format)
        let isWhole = places.count == Self.runs
        writer.byte(isWhole ? Self.whole : 0)
        if !isWhole {
            var bitmap = [UInt8](repeating: 0, count: Self.runs / 8)
            for place in places { bitmap[place / 8] |= 1 << UInt8(place % 8) }
            writer.append(bitmap)
        }
        NumberColumn.write(summaries.map(\.centre), to: &writer)
        SpreadColumn.write(summaries.map(\.spread), to: &writer)
        RunLengths.write(summaries.map(\.count), to: &writer)
        return Blob.sealed(writer.bytes, key: key)
    }

    init(places: [Int], summaries: [Summary]) {
        self.places = places
        self.summaries = summaries
    }

    init(_ data: Data, key: [Int64]) throws(StoreError) {
        var reader = try Blob.opened(data, key: key)
        guard try reader.byte() == Self.format else { throw ByteReader.damage }
        if try reader.byte() == Self.whole {
            places = Array(0..<Self.runs)
        } else {
            let bitmap = Array(try reader.take(Self.runs / 8))
            places = (0..<Self.runs).filter { bitmap[$0 / 8] >> UInt8($0 % 8) & 1 == 1 }
        }
        let centres = try NumberColumn.read(places.count, from: &reader)
        let spreads = try SpreadColumn.read(places.count, from: &reader)
        let counts = try RunLengths.read(places.count, from: &reader)
        summaries = centres.indices.map { Summary(centre: centres[$0], spread: spreads[$0], count: counts[$0]) }
    }
}
