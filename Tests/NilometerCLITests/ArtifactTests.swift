import Foundation
import NilometerCore
import Testing

@testable import nilometer

struct ArtifactTests {
    private static let output = Data("BenchmarkA 1 2 ns/op\n".utf8)

    private static func results(_ names: String...) throws -> ArtifactResults {
        try ArtifactResults(names.map { ($0, output) })
    }

    @Test func `without repetitions all files are of one run`() throws {
        let results = try Self.results("a.txt", "deep/b.txt")
        #expect(results.runs.map { $0.map(\.name) } == [["a.txt", "deep/b.txt"]])
    }

    @Test func `repetitions are runs in the order of their numbers, and loose files are left out`() throws {
        let results = try Self.results(
            "repeat-10/o.txt",
            "repeat-2/o.txt",
            "repeat-2/p.txt",
            "loose.txt",
            "repeat-x/q.txt"
        )
        #expect(
            results.runs.map { $0.map(\.name) } == [["repeat-2/o.txt", "repeat-2/p.txt"], ["repeat-10/o.txt"]]
        )
        #expect(results.leftOut == ["loose.txt", "repeat-x/q.txt"])
    }

    @Test func `evidence needs to be no benchmark output`() throws {
        let results = try ArtifactResults([
            ("evidence/m.txt", Data("moved to heap".utf8)), ("o.txt", Self.output), ("notes.md", Data("#".utf8)),
        ])
        #expect(results.evidence.map(\.name) == ["evidence/m.txt"] && results.leftOut == ["notes.md"])
    }

    @Test func `without benchmark output there is nothing to send`() {
        #expect(throws: CommandError.self) { try ArtifactResults([("notes.md", Data("#".utf8))]) }
        #expect(throws: CommandError.self) { try ArtifactResults([]) }
    }

    @Test func `names are plain and short`() throws {
        let name = "\u{1B}[2J\u{202E}" + String(repeating: "n", count: 500) + ".txt"
        let sent = try #require(try Self.results(name).runs.first?.first?.name)
        #expect(sent.count <= 200 && sent.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E })
    }

    @Test(arguments: ["", "[]", "{", #"{"fingerprint":{}}"#, #"{"fingerprint":{"cpu":1},"context":{}}"#])
    func `facts of another shape are none`(text: String) {
        #expect(ArtifactFacts(hostile: Data(text.utf8)) == nil)
    }

    @Test func `facts have few known keys and short plain values`() throws {
        let many = (0..<200).map { "\"k\($0)\":\"v\"" }.joined(separator: ",")
        let text =
            "{\"fingerprint\":{\"cpu\":\"a\\nb\",\"secret\":\"s\"},\"context\":{\(many)},\"commit\":\"x\",\"branch\":\"main\"}"
        let facts = try #require(ArtifactFacts(hostile: Data(text.utf8)))
        #expect(facts.fingerprint == ["cpu": "a\\nb"] && facts.context.count == 50)
    }

    @Test func `a folder that holds what must be outside it is refused, one beside it is not`() throws {
        let folder = try TemporaryFolder()
        try folder.write(to: "work/event.json", "work/results/a.txt", "work/results-2/b.txt")
        let root = folder.path + "/work"
        #expect(throws: CommandError.self) { try ArtifactFolder(root, outside: [root + "/event.json"]) }
        #expect(throws: CommandError.self) { try ArtifactFolder(root, outside: [root]) }
        let files = try ArtifactFolder(root + "/results", outside: [root, root + "/results-2/b.txt"]).files()
        #expect(files.map(\.name) == ["a.txt"])
    }

    @Test func `a branch of a fork cannot be a branch of the project`() throws {
        let event = try Self.event(#"{"id":2,"full_name":"s/r"}"#, branch: "main")
        #expect(event.branch == "fork:s/r:main" && event.isFork)
        #expect(try Self.event("null", branch: "main").branch == "fork:unknown:main")
        #expect(try Self.event(#"{"id":1,"full_name":"o/r"}"#, branch: "topic").branch == "topic")
    }

    @Test func `a run of the project without a branch is refused, since it would be taken for main`() {
        #expect(throws: CommandError.self) { try Self.event(#"{"id":1}"#, branch: "") }
    }

    private static func event(_ repository: String, branch: String) throws -> WorkflowRunEvent {
        let sha = String(repeating: "a", count: 40)
        let text = """
            {"repository":{"id":1,"default_branch":"main"},"workflow_run":{"id":9,"event":"pull_request","head_sha":"\(sha)",
            "head_branch":"\(branch)","head_repository":\(repository)}}
            """
        return try WorkflowRunEvent.found(in: ["GITHUB_EVENT_NAME": "workflow_run"], file: Data(text.utf8))
    }
}
