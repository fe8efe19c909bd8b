import Foundation
import NilometerCore
import NilometerPipeline
import NilometerTesting
import Testing

struct AffordTests {
    private let day = 86_400.0

    private func runs(_ count: Int, apart: Double, readings: Int = 10) -> [(readings: Int, receivedAt: Date)] {
        (0..<count).map { (readings, Example.time.addingTimeInterval(-Double($0) * apart)) }
    }

    @Test func `points a month are those of the newest runs`() {
        #expect(PointsPerMonth.of([], limit: 200) == 0)
        #expect(PointsPerMonth.of(runs(5, apart: day), limit: 200) == 50)
        // 200 runs, 20 a day: ten days show what thirty bring.
        #expect(abs(PointsPerMonth.of(runs(200, apart: day / 20), limit: 200) - 6_030) < 1)
        // A history of years: only the last month counts.
        #expect(PointsPerMonth.of(runs(200, apart: 2 * day), limit: 200) == 160)
        // Imported within a second: a day's worth, at most.
        #expect(PointsPerMonth.of(runs(200, apart: 0), limit: 200) == 60_000)
    }

    private func alert(_ state: Alert.State, daysAgo: Double) -> Alert {
        let time = Example.time.addingTimeInterval(-daysAgo * day)
        return Alert(
            id: "alt",
            project: "p",
            state: state,
            kind: .regression,
            fromCommit: "a",
            toCommit: "b",
            openedAt: time,
            updatedAt: time,
            members: []
        )
    }

    @Test func `alerts that people call invalid make a project stricter, silence does not`() {
        var project = Example.project
        project.createdAt = Example.time.addingTimeInterval(-1_000 * day)
        let marked = (0..<19).map { alert(.invalid, daysAgo: Double($0)) }
        // Three a quarter are allowed: (19 + 1) / (3 + 1).
        #expect(RealisedFactor.of(marked, in: project, now: Example.time) == 5)
        let open = (0..<19).map { alert(.open, daysAgo: Double($0)) }
        #expect(RealisedFactor.of(open, in: project, now: Example.time) == 1)
        let old = (0..<19).map { alert(.invalid, daysAgo: 91 + Double($0)) }
        #expect(RealisedFactor.of(old, in: project, now: Example.time) == 1)
    }

    /// Finds one confirmed noisy change at the place where values begin to be 110.
    private struct OneStep: Detector {
        let id = "one-step"

        func findings(in points: [Point], isExact: Bool) -> Findings {
            let index = points.firstIndex { $0.value > 105 }
            let finding = index.map {
                Finding(index: $0, range: $0...$0, state: .confirmed, before: 100, after: 110, p: 1e-9)
            }
            return Findings(seriesClass: "noisy", isLearning: false, changes: finding.map { [$0] } ?? [])
        }
    }

    private func run(_ place: Int) -> Run {
        var run = Example.run(place)
        let value = (place < 40 ? 100 : 110) + Double(place * place % 7) / 4
        run.readings = [
            Reading(benchmark: "B", metric: "ns/op", unit: "ns", better: .lower, samples: [value])
        ]
        return run
    }

    @Test func `a noisy change is held while no false alert is allowed, and told when one is`() async throws {
        let store = MemoryStore()
        var project = Example.project
        project.alertBudget = 0
        _ = await store.createProject(project)
        let sweep = Sweep(
            store: store,
            detector: OneStep(),
            doorbell: Doorbell(),
            deliverDoorbell: Doorbell(),
            eventText: { type, _, members, _ in "\(type) \(members.count)" },
            now: { Example.time }
        )
        for place in 0..<50 { _ = await store.append([run(place)]) }
        while try await sweep.sweepOnce() {}
        let held = await store.alerts(in: "p", state: nil)
        #expect(held.map(\.held) == [.budget])
        #expect(held.map(\.state) == [.open])
        let states = await store.changes(in: "p", series: nil, withRetracted: true).map(\.state)
        #expect(states == [.confirmed])
        let id = try #require(held.first?.id)
        let silent = await store.events(of: id, in: "p")
        #expect(silent.isEmpty)

        project.alertBudget = 1
        _ = await store.updateProject(project)
        _ = await store.append([run(50)])
        while try await sweep.sweepOnce() {}
        let told = await store.alerts(in: "p", state: nil)
        #expect(told.map(\.held) == [nil])
        let events = await store.events(of: id, in: "p").map(\.type)
        #expect(events == ["alert.opened"])
    }
}
