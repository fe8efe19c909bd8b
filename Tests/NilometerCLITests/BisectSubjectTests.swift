import ArgumentParser
import NilometerAPI
import NilometerCore
import Testing

@testable import nilometer

struct BisectSubjectTests {
    private static func key(_ benchmark: String, _ parameters: [String: String] = [:]) -> SeriesKey {
        SeriesKey(benchmark: benchmark, parameters: parameters, metric: "ns/op")
    }

    @Test(arguments: [
        "Parse", "Parse/size=1k", "Parse/pkg=example.com/a/b", "Parse/size=1k/pkg=example.com/a/b",
        "Parse/pkg=example.com/a/b/size=1k",
    ])
    func `a benchmark is named with its parameters in any order, or without some`(name: String) {
        let selection = BisectSelection(benchmark: name, metric: "ns/op")
        #expect(selection.isNamed(Self.key("Parse", ["size": "1k", "pkg": "example.com/a/b"])))
    }

    @Test(arguments: ["Pars", "Parse/size=2k", "Parse/size=1", "Parse/size=1k/x=1", ""])
    func `another benchmark is not named`(name: String) {
        let selection = BisectSelection(benchmark: name, metric: "ns/op")
        #expect(!selection.isNamed(Self.key("Parse", ["size": "1k"])))
    }

    @Test func `a slash may belong to the name`() {
        #expect(BisectSelection(benchmark: "Parse/deep", metric: "ns/op").isNamed(Self.key("Parse/deep", ["n": "1"])))
    }

    @Test func `what differs from another question is said`() {
        let question = BisectQuestion(
            good: "a",
            bad: "b",
            benchmark: "Parse",
            metric: "ns/op",
            command: ["x"],
            setup: nil,
            results: nil,
            format: "auto"
        )
        var other = question
        other.command = ["y"]
        #expect(question.difference(from: other).contains("another command"))
        other.metric = "B/op"
        #expect(question.difference(from: other).contains("B/op"))
    }

    @Test(arguments: [
        ["--benchmark", "P", "--metric", "ns/op", "a", "b"], ["--benchmark", "P", "a", "b", "--", "x"],
        ["--benchmark", "P", "--metric", "ns/op", "a", "--", "x"], ["--metric", "ns/op", "--", "x"],
        ["--benchmark", "P", "--metric", "ns/op", "--max-runs", "3", "a", "b", "--", "x"],
    ])
    func `a question that is not whole is wrong usage`(words: [String]) {
        #expect(throws: (any Error).self) { try BisectCommand.parse(words) }
    }

    @Test func `what stands after the dashes is the command`() throws {
        let command = try BisectCommand.parse([
            "--benchmark", "P", "--metric", "ns/op", "a", "b", "--", "go", "test", "--bench", ".",
        ])
        #expect(command.command == ["go", "test", "--bench", "."])
        #expect(command.good == "a" && command.bad == "b")
        #expect(try BisectCommand.parse(["--alert", "alt_1", "--", "x"]).good == nil)
    }
}
