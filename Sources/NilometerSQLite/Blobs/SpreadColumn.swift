import Foundation
import NilometerCore

/// Writes spreads as one byte each on a log scale: 0 is none, 255 unknown, between them steps of 4 %.
///
/// A spread read back is within 2 % of what was written; one that is 20,000 times smaller than the largest of its column
/// is read back as the smallest that the scale holds.
enum SpreadColumn {
    private static let step = log(1.04)
    private static let unknown = 255
    private static let highest = 254

    static func write(_ spreads: [Double], to writer: inout ByteWriter) {
        let positive = spreads.filter { $0 > 0 && $0.isFinite }
        let largest = positive.max() ?? 1
        let base = max(positive.min() ?? 1, largest / exp(step * Double(highest - 1)))
        writer.double(base)
        let codes = spreads.map { spread -> Int in
            guard spread.isFinite else { return unknown }
            guard spread > 0 else { return 0 }
            return min(highest, max(1, 1 + Int((log(spread / base) / step).rounded())))
        }
        let runs = 1 + zip(codes, codes.dropFirst()).reduce(0) { $0 + ($1.0 == $1.1 ? 0 : 1) }
        let isShortAsRuns = runs * 3 < codes.count
        writer.byte(isShortAsRuns ? 1 : 0)
        if isShortAsRuns { RunLengths.write(codes, to: &writer) } else { writer.append(codes.map { UInt8($0) }) }
    }

    static func read(_ count: Int, from reader: inout ByteReader) throws(StoreError) -> [Double] {
        let base = try reader.double()
        let codes: [Int]
        if try reader.byte() == 1 {
            codes = try RunLengths.read(count, from: &reader)
        } else {
            codes = try reader.take(count).map { Int($0) }
        }
        return codes.map { code in
            switch code {
            case 0: 0
            case unknown...: .nan
            default: base * exp(step * Double(code - 1))
            }
        }
    }
}
