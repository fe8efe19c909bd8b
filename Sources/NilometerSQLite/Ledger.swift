import CZlib
import Crypto
import Foundation
import NilometerCore

/// A file beside the database that says which groups of runs were acknowledged, so that a loss in the database shows.
///
/// Records of 64 bytes: u64 group, u32 runs, u32 0, 32 bytes chain, u64 time in ms, u32 0, u32 CRC-32 of the rest. The chain
/// is SHA-256 over the chain before and what is said of each run; the database has the same pair in the group's own
/// transaction.
struct Ledger: Sendable {
    /// One group.
    struct Entry: Equatable, Sendable {
        var group: Int64
        var chain: Data

        /// Before the first group.
        static let start = Entry(group: 0, chain: Data(repeating: 0, count: 32))

        /// The entry after a group of runs, each said as bytes.
        func next(_ runs: [Data]) -> Entry {
            var hash = SHA256()
            hash.update(data: chain)
            for run in runs { hash.update(data: run) }
            return Entry(group: group + 1, chain: Data(hash.finalize()))
        }
    }

    private static let recordSize = 64

    private let descriptor: Int32

    /// Opens the file at its end; a part of a record that a crash left is cut off.
    init(path: String) throws(StoreError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .failed("\(path) could not be opened; check its owner and the folder's rights.")
        }
        let size = lseek(descriptor, 0, SEEK_END)
        let whole = size - size % off_t(Self.recordSize)
        if whole != size { ftruncate(descriptor, whole) }
        lseek(descriptor, whole, SEEK_SET)
    }

    /// Appends a group; it survives the end of the process, and of the machine after the next `sync`.
    func append(_ entry: Entry, runs: Int, at time: Date) throws(StoreError) {
        let record = Self.record(entry, runs: runs, at: time)
        let written = record.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard written == record.count else {
            let reason = errno
            // A part of a record would put all later ones out of step.
            if written > 0 {
                let end = lseek(descriptor, -off_t(written), SEEK_CUR)
                ftruncate(descriptor, end)
            }
            throw .full("ledger.log could not be written: errno \(reason).")
        }
    }

    /// Brings what was appended to stable storage.
    func sync() throws(StoreError) {
        guard fdatasync(descriptor) == 0 else { throw .syncFailed("ledger.log: errno \(errno).") }
    }

    /// The last whole record; nil when there is none.
    func last() -> Entry? {
        let size = Int(lseek(descriptor, 0, SEEK_END))
        var end = size - size % Self.recordSize
        while end >= Self.recordSize {
            var record = [UInt8](repeating: 0, count: Self.recordSize)
            guard pread(descriptor, &record, Self.recordSize, off_t(end - Self.recordSize)) == Self.recordSize else {
                return nil
            }
            if let entry = Self.entry(record) { return entry }
            end -= Self.recordSize
        }
        return nil
    }

    /// Begins anew at an entry, once an operator has accepted that what is missing is lost.
    func restart(at entry: Entry, time: Date) throws(StoreError) {
        ftruncate(descriptor, 0)
        lseek(descriptor, 0, SEEK_SET)
        try append(entry, runs: 0, at: time)
        try sync()
    }

    private static func record(_ entry: Entry, runs: Int, at time: Date) -> [UInt8] {
        var writer = ByteWriter()
        writer.append(bytes(UInt64(entry.group)))
        writer.word(UInt32(clamping: runs))
        writer.word(0)
        writer.append(entry.chain)
        writer.append(bytes(UInt64(max(0, time.timeIntervalSince1970 * 1000))))
        writer.word(0)
        writer.word(checksum(writer.bytes))
        return writer.bytes
    }

    private static func entry(_ record: [UInt8]) -> Entry? {
        let sum = record[60..<64].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard sum == checksum(Array(record[..<60])) else { return nil }
        let group = record[..<8].reversed().reduce(Int64(0)) { $0 << 8 | Int64($1) }
        return Entry(group: group, chain: Data(record[16..<48]))
    }

    private static func bytes(_ value: UInt64) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        UInt32(truncatingIfNeeded: crc32(0, bytes, UInt32(bytes.count)))
    }
}
