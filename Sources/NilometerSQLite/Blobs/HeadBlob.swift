import Foundation
import NilometerCore

/// The summaries of one run, raw, in the order of its layout: format, count, then centres, spreads, counts.
enum HeadBlob {
    private static let format: UInt8 = 1
    private static let largest = 1 << 24

    static func data(_ summaries: [Summary], key: [Int64]) -> Data {
        var writer = ByteWriter()
        writer.byte(format)
        writer.varint(summaries.count)
        for summary in summaries { writer.double(summary.centre) }
        for summary in summaries { writer.double(summary.spread) }
        for summary in summaries { writer.word(UInt32(clamping: summary.count)) }
        return Blob.sealed(writer.bytes, key: key)
    }

    static func summaries(_ data: Data, key: [Int64]) throws(StoreError) -> [Summary] {
        var reader = try Blob.opened(data, key: key)
        guard try reader.byte() == format else { throw ByteReader.damage }
        let count = try reader.count(atMost: largest)
        var summaries: [Summary] = []
        summaries.reserveCapacity(count)
        for _ in 0..<count { summaries.append(Summary(centre: try reader.double(), spread: .nan, count: 1)) }
        for index in 0..<count { summaries[index].spread = try reader.double() }
        for index in 0..<count { summaries[index].count = Int(try reader.word()) }
        return summaries
    }
}
