import CZlib
import Foundation
import NilometerCore

/// Seals bytes with a checksum over the key of their row and themselves, so that a blob under a wrong key is found too.
enum Blob {
    /// The bytes and their CRC-32.
    static func sealed(_ bytes: [UInt8], key: [Int64]) -> Data {
        var data = Data(capacity: bytes.count + 4)
        data.append(contentsOf: bytes)
        withUnsafeBytes(of: checksum(of: bytes, bytes.count, key).littleEndian) { data.append(contentsOf: $0) }
        return data
    }

    /// A reader over the bytes, without the checksum.
    ///
    /// - Throws: `StoreError` when the checksum is another.
    static func opened(_ data: Data, key: [Int64]) throws(StoreError) -> ByteReader {
        let bytes = [UInt8](data)
        guard bytes.count >= 4 else { throw ByteReader.damage }
        let end = bytes.count - 4
        var tail = ByteReader(bytes, from: end)
        guard try tail.word() == checksum(of: bytes, end, key) else { throw ByteReader.damage }
        return ByteReader(bytes, to: end)
    }

    private static func checksum(of bytes: [UInt8], _ count: Int, _ key: [Int64]) -> UInt32 {
        var sum = key.withUnsafeBytes { crc32(0, $0.bindMemory(to: UInt8.self).baseAddress, UInt32($0.count)) }
        sum = bytes.withUnsafeBufferPointer { crc32(sum, $0.baseAddress, UInt32(count)) }
        return UInt32(truncatingIfNeeded: sum)
    }
}
