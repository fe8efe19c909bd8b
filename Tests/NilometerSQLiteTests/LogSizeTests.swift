import Foundation
import NilometerCore
import NilometerTesting
import Testing

@testable import NilometerSQLite

struct LogSizeTests {
    @Test func `the log is cut once it was copied, so that not every group is followed by a checkpoint`() async throws {
        try await TemporaryStore.with { store, folder in
            var generator = SeededGenerator(seed: 1)
            for number in 0..<18 {
                var run = TemporaryStore.run("run_\(number)", commit: "c", readings: [Self.reading])
                // Bytes that do not shrink.
                run.source = (0..<(1 << 20)).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
                _ = try await store.append([run])
            }
            #expect(try Self.size(folder) > SQLiteStore.largestLog)
            while try await store.tidy() {}
            _ = try await store.append([TemporaryStore.run("run_small", commit: "c", readings: [Self.reading])])
            #expect(try Self.size(folder) <= SQLiteStore.largestLog)
            #expect(try store.check() == [])
        }
    }

    private static let reading = Reading(benchmark: "B", metric: "allocs/op", unit: "1", samples: [1])

    private static func size(_ folder: String) throws -> Int {
        try FileManager.default.attributesOfItem(atPath: folder + "/nilometer.db-wal")[.size] as? Int ?? 0
    }
}
