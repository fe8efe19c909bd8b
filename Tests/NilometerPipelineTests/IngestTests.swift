import Logging
import NilometerCore
import NilometerPipeline
import NilometerTesting
import ServiceLifecycle
import Synchronization
import Testing

struct IngestTests {
    /// The failures that were told.
    private final class Told: Sendable {
        let failures = Mutex<[String]>([])
    }

    private func stage(_ store: any RunStore, _ told: Told = Told()) -> Ingest {
        Ingest(store: store, sweepDoorbell: Doorbell()) { error in told.failures.withLock { $0.append("\(error)") } }
    }

    /// Starts so many callers, and then the stage; returns what each caller was answered, by its place.
    private func answers(_ stage: Ingest, callers: Int) async -> [Int: String] {
        // Callers and stage are children of this group, which waits for all of them.
        await withTaskGroup(of: (Int, String)?.self) { group in
            for place in 0..<callers {
                group.addTask {
                    do {
                        switch try await stage.append(Example.run(place)) {
                        case .stored(let run): return (place, run.id)
                        case let other: return (place, "\(other)")
                        }
                    } catch let error as NilometerError {
                        return (place, error.code.rawValue)
                    } catch { return (place, "\(error)") }
                }
            }
            group.addTask {
                try? await stage.run()
                return nil
            }
            var found: [Int: String] = [:]
            while found.count < callers, let answer = await group.next() {
                if let (place, text) = answer { found[place] = text }
            }
            group.cancelAll()
            return found
        }
    }

    @Test func `every one of many callers is answered with its own run`() async throws {
        let store = MemoryStore()
        _ = await store.createProject(Example.project)
        let found = await answers(stage(store), callers: 300)
        #expect(found == Dictionary(uniqueKeysWithValues: (0..<300).map { ($0, Example.run($0).id) }))
        #expect(await store.runs(in: "p", commit: nil, branch: nil, machine: nil, after: nil, limit: 999).count == 300)
    }

    @Test func `a failure is told to all callers of its group, and to nobody else`() async throws {
        let base = MemoryStore()
        _ = await base.createProject(Example.project)
        let store = FaultyStore(base)
        store.fail(.append, with: .full("no space"))
        let told = Told()
        let found = await answers(stage(store, told), callers: 200)
        let stored = await base.runs(in: "p", commit: nil, branch: nil, machine: nil, after: nil, limit: 999)
        let failed = found.values.filter { $0.contains("no space") }.count
        #expect((1...64).contains(failed))
        #expect(stored.count == 200 - failed)
        #expect(Set(stored.map(\.id)) == Set(found.values.filter { !$0.contains("no space") }))
        #expect(told.failures.withLock { $0.count } == 1)
    }

    @Test func `more callers than the queue holds are told to come again, the others are stored`() async throws {
        let store = MemoryStore()
        _ = await store.createProject(Example.project)
        let stage = stage(store)
        // Callers and stage are children of this group, which waits for all of them.
        let found = await withTaskGroup(of: String.self) { group in
            let callers = 1200
            for place in 0..<callers {
                group.addTask {
                    do { return "\(try await stage.append(Example.run(place)))" } catch let error as NilometerError {
                        return error.code.rawValue
                    } catch { return "\(error)" }
                }
            }
            // Nothing is written yet: those who are answered now are those who found the queue full.
            var found: [String] = []
            while found.count < callers - 1024, let answer = await group.next() { found.append(answer) }
            group.addTask {
                try? await stage.run()
                return "ended"
            }
            while found.count < callers, let answer = await group.next() { found.append(answer) }
            group.cancelAll()
            return found
        }
        #expect(found.prefix(1200 - 1024).allSatisfy { $0 == "busy" })
        #expect(
            await store.runs(in: "p", commit: nil, branch: nil, machine: nil, after: nil, limit: 9999).count == 1024
        )
    }

    @Test func `a stage that was stopped has stored what waited, and takes nothing more`() async throws {
        let store = MemoryStore()
        _ = await store.createProject(Example.project)
        let stage = stage(store)
        let group = ServiceGroup(services: [stage], logger: Logger(label: "test"))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            _ = try await stage.append(Example.run(0))
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        await #expect(throws: NilometerError.self) { try await stage.append(Example.run(1)) }
        #expect(await store.runs(in: "p", commit: nil, branch: nil, machine: nil, after: nil, limit: 9).count == 1)
    }
}
