import Foundation
import NilometerCore
import NilometerSQLite
import NilometerTesting
import Testing

struct RandomProgramTests {
    @Test(arguments: 0..<50)
    func `a store in SQLite answers every step of a random program as one in memory does`(seed: Int) async throws {
        let folder = NSTemporaryDirectory() + "nilometer-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var pair = try StorePair(folder: folder)
        var program = RandomProgram(seed: seed)
        for slug in ["p", "q"] {
            let project = Project(
                slug: slug,
                name: slug,
                defaultBranch: "main",
                createdAt: Date(timeIntervalSince1970: 1_600_000_000)
            )
            _ = try await pair.step(.createProject(project))
        }
        for number in 0..<(seed % 8 == 0 ? 100 : 60) {
            let step = program.next()
            var differences = try await pair.step(step)
            if differences.isEmpty { differences = try await pair.compare(everything: number % 20 == 19, &program) }
            guard differences.isEmpty else {
                Issue.record("step \(number), \(step): \(differences.joined(separator: "\n"))")
                return
            }
        }
        #expect(try pair.engine.check() == [])
    }
}
