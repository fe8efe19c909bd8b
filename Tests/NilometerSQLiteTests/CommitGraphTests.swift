import Foundation
import NilometerCore
import NilometerTesting
import Testing

@testable import NilometerSQLite

struct CommitGraphTests {
    private func commit(
        _ sha: String,
        _ line: [String] = [],
        at time: Double? = nil,
        on branch: String = "main"
    ) -> Commit {
        Commit(sha: sha, branch: branch, line: line, committedAt: time.map { Date(timeIntervalSince1970: $0) })
    }

    private func line(_ graph: CommitGraph, _ branch: String = "main") -> [String] {
        graph.line(of: branch).map { graph[$0].sha }
    }

    @Test(arguments: 0..<50)
    func `lines of any length in any order give the order of ancestry`(seed: Int) {
        var generator = SeededGenerator(seed: seed)
        let shas = (0..<30).map { "c\($0)" }
        var graph = CommitGraph()
        for place in shas.indices.shuffled(using: &generator) {
            _ = graph.place(commit(shas[place], shas[..<place].reversed()))
        }
        #expect(line(graph) == shas)
    }

    @Test func `commits without line follow one another as they come, and say that it is assumed`() {
        var graph = CommitGraph()
        #expect(!graph.place(commit("a")).isAssumed)
        #expect(graph.place(commit("b")).isAssumed)
        #expect(graph.place(commit("c")).isAssumed)
        #expect(graph.place(commit("b")).isAssumed)
        #expect(line(graph) == ["a", "b", "c"])
    }

    @Test func `commits without line stand where their times say`() {
        var graph = CommitGraph()
        for (sha, time) in [("c", 3.0), ("a", 1), ("e", 5), ("d", 4), ("b", 2)] {
            _ = graph.place(commit(sha, at: time))
        }
        #expect(line(graph) == ["a", "b", "c", "d", "e"])
    }

    @Test func `a line that comes later corrects an assumed place`() {
        var graph = CommitGraph()
        _ = graph.place(commit("a"))
        _ = graph.place(commit("x"))
        _ = graph.place(commit("b"))
        _ = graph.place(commit("c", ["x", "b", "a"]))
        #expect(line(graph) == ["a", "b", "x", "c"])
    }

    @Test func `a shallow line is put behind the head with what came with it`() {
        var graph = CommitGraph()
        _ = graph.place(commit("b", ["a"]))
        #expect(graph.place(commit("d", ["c"])).isAssumed)
        #expect(line(graph) == ["a", "b", "c", "d"])
        _ = graph.place(commit("e", ["d", "c", "b0", "b", "a"]))
        #expect(line(graph) == ["a", "b", "b0", "c", "d", "e"])
    }

    @Test(arguments: 0..<100)
    func `parents alone, from four uploaders at once, give the order of ancestry`(seed: Int) {
        var generator = SeededGenerator(seed: seed)
        let shas = (0..<40).map { "c\($0)" }
        var waiting = Array(shas.indices)
        var graph = CommitGraph()
        while !waiting.isEmpty {
            let place = waiting.remove(at: Int.random(in: 0..<min(4, waiting.count), using: &generator))
            _ = graph.place(commit(shas[place], place > 0 ? [shas[place - 1]] : []))
        }
        #expect(line(graph) == shas)
    }

    @Test func `a branch that was moved by force has the line of its newer head`() {
        var graph = CommitGraph()
        _ = graph.place(commit("old", ["b", "a"], at: 10))
        _ = graph.place(commit("new", ["b", "a"], at: 20))
        #expect(line(graph) == ["a", "b", "new"])
        _ = graph.place(commit("older", ["b", "a"], at: 5))
        #expect(line(graph) == ["a", "b", "new"])
    }

    @Test func `what is assumed on one branch does not show on another`() {
        var graph = CommitGraph()
        _ = graph.place(commit("b", ["a"]))
        _ = graph.place(commit("f", ["b", "a"], on: "feature"))
        _ = graph.place(commit("g", on: "feature"))
        #expect(line(graph) == ["a", "b"])
        #expect(line(graph, "feature") == ["a", "b", "f", "g"])
    }

    @Test(arguments: 0..<50)
    func `no set of lines makes a cycle`(seed: Int) {
        var generator = SeededGenerator(seed: seed)
        var graph = CommitGraph()
        for _ in 0..<40 {
            let names = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
                "c\(Int.random(in: 0..<8, using: &generator))"
            }
            _ = graph.place(commit(names[0], Array(names.dropFirst()), at: Bool.random(using: &generator) ? 1 : nil))
        }
        let found = line(graph)
        #expect(!found.isEmpty)
        #expect(Set(found).count == found.count)
    }
}
