import Foundation
import NilometerCore
import NilometerFormats
import Testing

@testable import nilometer

struct BenchmarkProcessTests {
    private static func readings(_ process: BenchmarkProcess, in folder: String = "/") async throws -> [Reading] {
        switch try await process.run(in: folder) {
        case .readings(let readings): return readings
        case .failure(let failure): throw CommandError.failed(failure)
        }
    }

    @Test func `the samples of one process are one value`() async throws {
        let lines = [100, 300, 110, 120, 90].map { "BenchmarkA-4 10 \($0) ns/op 7 allocs/op" }.joined(separator: "\\n")
        let process = BenchmarkProcess(command: .line("printf 'pkg: x\\n\(lines)\\n'"))
        let readings = try await Self.readings(process)
        #expect(readings.map(\.metric) == ["ns/op", "allocs/op"])
        #expect(readings.map(\.value) == [110, 7])
        #expect(readings.allSatisfy { $0.samples.isEmpty })
    }

    @Test func `what is no benchmark output is shown, with the formats that are known`() async throws {
        let process = BenchmarkProcess(command: .line("echo hello there"))
        let error = await #expect(throws: CommandError.self) { try await Self.readings(process) }
        let sentence = try #require(error?.sentence)
        #expect(sentence.contains("It begins with “hello there\\n”."))
        #expect(sentence.contains("go-bench") || sentence.contains(Formats.all[1].id))
        let silent = BenchmarkProcess(command: .line("true"))
        let none = await #expect(throws: CommandError.self) { try await Self.readings(silent) }
        #expect(none?.sentence.contains("It was empty.") == true)
    }

    @Test func `a process that fails says how and why`() async throws {
        let process = BenchmarkProcess(command: .line("echo 'BenchmarkA 1 5 ns/op'; echo 'out of luck' >&2; exit 2"))
        guard case .failure(let failure) = try await process.run(in: "/") else {
            Issue.record("a failure was taken for readings")
            return
        }
        #expect(failure == "ended with status 2. Its last words: out of luck")
    }

    @Test func `files are read that the process wrote, and no older ones`() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("nilometer-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder + "/out", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data("BenchmarkOld 1 1 ns/op\n".utf8).write(to: URL(fileURLWithPath: folder + "/out/old.txt"))
        let line = "echo 'BenchmarkNew 1 5 ns/op' > out/new.txt"
        let process = BenchmarkProcess(command: .line(line), results: ["out/*.txt"])
        #expect(try await Self.readings(process, in: folder).map(\.benchmark) == ["New"])
        let idle = BenchmarkProcess(command: .line("true"), results: ["out/*.txt"])
        let error = await #expect(throws: CommandError.self) { try await Self.readings(idle, in: folder) }
        #expect(error?.sentence.contains("as they were before it ran") == true)
        let lost = BenchmarkProcess(command: .line("true"), results: ["nowhere/*.json"])
        let absent = await #expect(throws: CommandError.self) { try await Self.readings(lost, in: folder) }
        #expect(absent?.sentence.contains("wrote no file that fits “nowhere/*.json”") == true)
    }
}
