import Foundation
import NilometerCore

extension StoreContract {
    private static func line(_ place: Int) -> [String] { (0..<place).reversed().map { "c\($0)" } }

    static let ofMachines: [Promise<any Store>] = [
        Promise("a machine's window has its newest runs in commit order, each with its values and what is absent") {
            store,
            faults in
            _ = try await store.createProject(project())
            for (number, place) in [3, 0, 2, 1, 2].enumerated() {
                let readings = [reading([Double(10 * place)])] + (place == 2 ? [] : [reading([7], benchmark: "B")])
                _ = try await store.append([
                    run("run_\(number)", at: "c\(place)", line: line(place), readings: readings)
                ])
            }
            _ = try await store.append([
                run("run_8", at: "c3", line: line(3), machine: Machine(name: "other")),
                run("run_9", at: "f", line: ["c3"] + line(3), branch: "feature"),
            ])
            let found = try await store.window(of: "m", in: "p", branch: "main", runs: 4, reaching: [])
            faults.expectEqual(found?.columns.map(\.run), [3, 2, 4, 0].map { "run_\($0)" }, "the runs")
            faults.expectEqual(found?.columns.map(\.commit), ["c1", "c2", "c2", "c3"], "the commits")
            faults.expectEqual(found?.series.map(\.key.benchmark), ["A", "B"], "the series")
            let values = found?.columns.map { $0.values.map { $0.isNaN ? -1 : $0 } }
            faults.expectEqual(values, [[10, 7], [20, -1], [20, -1], [30, 7]], "the values")
            faults.expectEqual(found?.columns.first?.context, ["toolchain": "x"], "the context")
            faults.expectEqual(found?.columns.first?.receivedAt, time, "the time")
            let none = try await store.window(of: "none", in: "p", branch: "main", runs: 4, reaching: [])
            faults.expectEqual(none, nil, "of an unknown machine")
        },
        Promise("a window reaches back behind the commits that are asked for, and forgets deleted runs") {
            store,
            faults in
            _ = try await store.createProject(project())
            for place in 0..<60 {
                _ = try await store.append([run("run_\(place)", at: "c\(place)", line: line(place))])
            }
            _ = try await store.deleteRun("run_59", in: "p")
            let found = try await store.window(of: "m", in: "p", branch: "main", runs: 2, reaching: ["c50", "c99"])
            faults.expectEqual(found?.columns.map(\.commit), (18..<59).map { "c\($0)" }, "the commits")
        },
        Promise("arrivals are the newest of each machine's runs of a branch, newest first") { store, faults in
            _ = try await store.createProject(project())
            for number in 0..<70 {
                _ = try await store.append([
                    run("run_\(number)", at: "c\(69 - number)", line: line(69 - number), after: Double(number))
                ])
            }
            _ = try await store.append([
                run("run_x", at: "c9", machine: Machine(name: "a"), after: 80),
                run("run_y", at: "f", line: ["c9"], branch: "feature", machine: Machine(name: "b"), after: 90),
            ])
            let found = try await store.arrivals(in: "p", branch: "main")
            faults.expectEqual(found.map(\.machine), ["a", "m"], "the machines")
            faults.expectEqual(found.map(\.commit), ["c9", "c0"], "the commits")
            faults.expectEqual(
                found.last?.times,
                (6..<70).reversed().map { time.addingTimeInterval(Double($0)) },
                "the times"
            )
        },
    ]
}
