import Foundation
import NilometerCore
import NilometerSQLite
import NilometerTesting
import Testing

struct StoreContractTests {
    @Test(arguments: StoreContract.promises)
    func `a store in memory keeps the promise`(promise: Promise<any Store>) async throws {
        #expect(try await promise.faults(of: MemoryStore()) == [])
    }

    @Test(arguments: StoreContract.promises)
    func `a store in SQLite keeps the promise, and finds itself clean`(promise: Promise<any Store>) async throws {
        let folder = NSTemporaryDirectory() + "nilometer-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try SQLiteStore.open(at: folder, exclusive: true)
        #expect(try await promise.faults(of: store) == [])
        #expect(try store.check() == [])
    }
}
