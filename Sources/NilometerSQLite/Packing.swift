import CZlib
import Foundation
import NilometerCore

/// Compressed blobs with their checksum.
enum Packing {
    static func packed(_ bytes: [UInt8]) throws -> (data: Data, crc: Int64) {
        var size = compressBound(UInt(bytes.count))
        var output = [UInt8](repeating: 0, count: Int(size))
        guard compress2(&output, &size, bytes, UInt(bytes.count), 6) == Z_OK else {
            throw StoreError.failed("A blob could not be compressed.")
        }
        var length = UInt64(bytes.count).littleEndian
        var data = withUnsafeBytes(of: &length) { Data($0) }
        data.append(contentsOf: output.prefix(Int(size)))
        return (data, checksum(data))
    }

    static func unpacked(_ data: Data, crc: Int64) throws -> [UInt8] {
        guard data.count > 8, checksum(data) == crc else {
            throw StoreError.failed("A stored blob is damaged; run “nilometerd check”, then restore a backup.")
        }
        let length = data.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        var size = UInt(length)
        var output = [UInt8](repeating: 0, count: Int(length))
        let input = Array(data.dropFirst(8))
        guard uncompress(&output, &size, input, UInt(input.count)) == Z_OK, size == UInt(length) else {
            throw StoreError.failed("A stored blob could not be inflated; restore a backup.")
        }
        return output
    }

    private static func checksum(_ data: Data) -> Int64 {
        let bytes = Array(data)
        return Int64(crc32(0, bytes, UInt32(bytes.count)))
    }
}
