import GRDB
import NilometerCore

/// Maps what SQLite reports to what a store may throw.
enum Failures {
    static func mapped<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as DatabaseError { throw store(error) }
    }

    static func mapped<Value>(_ body: () async throws -> Value) async throws -> Value {
        do { return try await body() } catch let error as DatabaseError { throw store(error) }
    }

    private static func store(_ error: DatabaseError) -> StoreError {
        switch error.extendedResultCode {
        case .SQLITE_IOERR_FSYNC, .SQLITE_IOERR_DIR_FSYNC: .syncFailed(error.description)
        // A write that failed leaves nothing behind: the transaction is rolled back, and the next one may succeed.
        case .SQLITE_FULL, .SQLITE_IOERR_WRITE, .SQLITE_IOERR_SHMSIZE: .full(error.description)
        default: .failed(error.description)
        }
    }
}
