import Foundation
import Testing

@testable import nilometer

struct SuspectedRowsTests {
    private static func confirmation(of text: String) throws -> SuspectedRows? {
        let folder = try TemporaryFolder()
        try folder.write(text, to: "report.json")
        return try SuspectedRows.read([folder.path + "/report.json"])
    }

    @Test func `what regressed in a gate's answer is taken, and nothing else`() throws {
        let rows = """
            {"project":"p","rows":[{"benchmark":"Foo/small","parameters":{"n":"1"},"metric":"ns/op","verdict":"regressed"},
            {"benchmark":"Bar","parameters":{},"metric":"ns/op","verdict":"improved"}]}
            """
        let confirmation = try #require(try Self.confirmation(of: rows))
        #expect(confirmation.keys == [MeasuredKey(benchmark: "Foo/small", parameters: ["n": "1"], metric: "ns/op")])
        #expect(confirmation.pattern == "^(Benchmark)?(Foo)($|/)")
        #expect(!confirmation.isEmpty)
    }

    @Test func `tables of compare and lines of pairs are read, too`() throws {
        let table = #"{"tables":[{"metric":"B/op","rows":[{"benchmark":"A","parameters":{},"verdict":"regressed"}]}]}"#
        #expect(try Self.confirmation(of: table)?.keys == [MeasuredKey(benchmark: "A", metric: "B/op")])
        let line = #"{"benchmark":"A","parameters":{},"metric":"ns/op","verdict":"regressed"}"# + "\n"
        #expect(try Self.confirmation(of: line + line.replacing("\"A\"", with: "\"B\""))?.keys.count == 2)
    }

    @Test func `an answer without a regression leaves nothing to confirm`() throws {
        #expect(try Self.confirmation(of: #"{"rows":[]}"#)?.isEmpty == true)
        #expect(try SuspectedRows.read([]) == nil)
    }

    @Test func `a file that is no report is refused`() {
        #expect(throws: CommandError.self) { try Self.confirmation(of: "hello\n") }
        #expect(throws: CommandError.self) { try SuspectedRows.read(["/no/such/report.json"]) }
    }

    @Test func `names become a pattern whose letters stand for themselves`() throws {
        let confirmation = try #require(try SuspectedRows.read(["BM_Sort<int>/1024", "b.c", "BM_Sort<int>/8"]))
        #expect(confirmation.pattern == #"^(Benchmark)?(BM_Sort<int>|b\.c)($|/)"#)
        #expect(confirmation.filled("-bench={benchmarks}") == "-bench=" + confirmation.pattern)
        #expect(SuspectedRows.all("-bench={benchmarks}") == "-bench=.")
    }
}
