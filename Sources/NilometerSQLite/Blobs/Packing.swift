import CZlib
import Foundation
import NilometerCore

/// Compresses bytes with zlib where that makes them shorter.
enum Packing {
    /// The most bytes that a blob may unpack to: an upload's limit, and some.
    private static let largest = 256 * 1_048_576

    /// A varint of the length, then zlib's bytes; or 0 and the bytes as they are, where they are known to be dense or
    /// do not get shorter.
    static func write(_ bytes: [UInt8], isDense: Bool = false, to writer: inout ByteWriter) throws(StoreError) {
        guard !isDense else {
            writer.varint(0)
            return writer.append(bytes)
        }
        var size = compressBound(UInt(bytes.count))
        var output = [UInt8](repeating: 0, count: Int(size))
        guard compress2(&output, &size, bytes, UInt(bytes.count), 1) == Z_OK else {
            throw .failed("A blob could not be compressed.")
        }
        if Int(size) < bytes.count {
            writer.varint(bytes.count)
            writer.append(output[..<Int(size)])
        } else {
            writer.varint(0)
            writer.append(bytes)
        }
    }

    /// What `write` was given.
    static func read(from reader: inout ByteReader) throws(StoreError) -> [UInt8] {
        let length = try reader.count(atMost: largest)
        guard length > 0 else { return [UInt8](reader.rest) }
        var size = UInt(length)
        var output = [UInt8](repeating: 0, count: length)
        let input = [UInt8](reader.rest)
        guard uncompress(&output, &size, input, UInt(input.count)) == Z_OK, size == UInt(length) else {
            throw ByteReader.damage
        }
        return output
    }
}
