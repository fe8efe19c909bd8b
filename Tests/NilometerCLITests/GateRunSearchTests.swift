import Foundation
import NilometerAPI
import NilometerCore
import Testing

@testable import nilometer

struct GateRunSearchTests {
    private static func run(
        _ id: String,
        provider: String? = nil,
        of ci: String? = nil,
        job: String? = nil,
        part: String? = nil
    )
        throws -> RunView
    {
        let origin = Origin(provider: provider, id: ci, job: job, part: part)
        let text = String(decoding: try JSONEncoder().encode(origin), as: UTF8.self)
        let json =
            "{\"id\":\"\(id)\",\"commit\":\"c\",\"branch\":\"b\",\"machine\":\"m\",\"context\":{},\"origin\":\(text),"
            + "\"receivedAt\":\"2026-01-01T00:00:00Z\",\"readings\":1,\"warnings\":[]}"
        return try JSONDecoder().decode(RunView.self, from: Data(json.utf8))
    }

    @Test func `the run of this job is preferred, else the newest`() throws {
        let runs = [
            try Self.run("newest", provider: "github", of: "9", job: "other"),
            try Self.run("own", provider: "github", of: "9", job: "bench"), try Self.run("oldest"),
        ]
        let job = Origin(provider: "github", id: "9", job: "bench")
        #expect(GateRunSearch.best(of: runs, origin: job, part: nil)?.id == "own")
        #expect(GateRunSearch.best(of: runs, origin: nil, part: nil)?.id == "newest")
        #expect(GateRunSearch.best(of: runs, origin: Origin(), part: nil)?.id == "newest")
        #expect(GateRunSearch.best(of: [], origin: job, part: nil) == nil)
    }

    @Test func `a part asks for its own run only`() throws {
        let runs = [try Self.run("x64", part: "x64"), try Self.run("arm", part: "arm")]
        #expect(GateRunSearch.best(of: runs, origin: nil, part: "arm")?.id == "arm")
        #expect(GateRunSearch.best(of: runs, origin: nil, part: "riscv") == nil)
    }
}
