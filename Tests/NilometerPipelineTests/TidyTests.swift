import NilometerCore
import NilometerPipeline
import NilometerTesting
import ServiceLifecycle
import Synchronization
import Testing

struct TidyTests {
    /// The failures that were told.
    private final class Told: Sendable {
        let failures = Mutex<[String]>([])
    }

    @Test func `a failed housekeeping is told, and at the end it is tried once more`() async throws {
        let store = FaultyStore(MemoryStore())
        store.fail(.tidy, with: .failed("no checkpoint"))
        let told = Told()
        let tidy = Tidy(store: store, doorbell: Doorbell()) { error in
            told.failures.withLock { $0.append("\(error)") }
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await tidy.run() }
            while told.failures.withLock(\.isEmpty) { await Task.yield() }
            group.cancelAll()
        }
        #expect(told.failures.withLock { $0.count { $0.contains("no checkpoint") } } == 1)
    }
}
