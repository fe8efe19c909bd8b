import Foundation
import HTTPTypes
import NilometerAPI
import NilometerCore
import Testing

@testable import NilometerServer

struct ReadingBodiesTests {
    @Test func `the gate lets a few in, makes others wait, and refuses the rest`() async throws {
        let gate = BodyGate(width: 1, queueSize: 1)
        try await gate.enter()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<3 {
                group.addTask {
                    do { try await gate.enter() } catch { return false }
                    await gate.leave()
                    return true
                }
            }
            var results: [Bool] = []
            for try await result in group {
                results.append(result)
                // Two are refused at once; only then is the place given up.
                if results == [false, false] { await gate.leave() }
            }
            #expect(results.count(where: { $0 }) == 1)
        }
        try await gate.enter()
    }

    @Test(arguments: [("5s", 5.0), ("500ms", 0.5), ("0", 0), ("30", 30)])
    func `a wait is a number of seconds or milliseconds`(text: String, seconds: Double) throws {
        #expect(try Asked(query: "wait=" + text).wait() == .seconds(seconds))
    }

    @Test(arguments: ["s", "-1s", "61s", "nan", "1h", "1e9ms", "5 s"])
    func `what is no wait is refused`(text: String) throws {
        let asked = try Asked(query: "wait=" + text)
        #expect(throws: NilometerError.self) { try asked.wait() }
    }

    @Test func `a body over the limit is too large, and one in gzip is inflated`() async throws {
        try await TestServer.with { server in
            let large = String(repeating: "x", count: 17 << 20)
            let reply = try await server.upload("a", large)
            #expect(reply.status == 413)
            #expect(reply.header("Connection") == "close")
            let lying = try await server.send(
                .post,
                "/api/v1/projects/p/runs?commit=a",
                body: "BenchmarkA 1 3 ns/op\n",
                headers: ["Content-Encoding": "gzip"]
            )
            #expect(lying.status == 400)
            let unknown = try await server.send(
                .post,
                "/api/v1/projects/p/runs?commit=a",
                body: "x",
                headers: ["Content-Encoding": "zstd"]
            )
            #expect(unknown.status == 415)
        }
    }
}
