import Crypto
import Foundation
import NilometerCore

/// Which series the values of a head belong to, in order.
struct Layout: Sendable {
    let series: [Int64]
    /// The place of each series.
    let places: [Int64: Int]

    init(_ series: [Int64]) {
        self.series = series
        places = Dictionary(zip(series, series.indices), uniquingKeysWith: { first, _ in first })
    }

    /// Reads a stored list: 32-bit numbers, little-endian.
    init(_ data: Data) throws(StoreError) {
        var reader = ByteReader([UInt8](data))
        var series: [Int64] = []
        for _ in 0..<(data.count / 4) { series.append(Int64(try reader.word())) }
        self.init(series)
    }

    /// The stored form of a list.
    static func data(_ series: [Int64]) -> Data {
        var writer = ByteWriter()
        for id in series { writer.word(UInt32(truncatingIfNeeded: id)) }
        return Data(writer.bytes)
    }

    /// What a list is found by.
    static func digest(_ data: Data) -> Data { Data(SHA256.hash(data: data)) }
}
