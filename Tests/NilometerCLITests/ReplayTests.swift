import Foundation
import NilometerCore
import NilometerFormats
import NilometerPipeline
import Testing

@testable import nilometer

struct ReplayTests {
    /// Series of small noise by place, some with a step of 10 % at 60.
    private func file(_ count: Int, steps: Set<Int>, marks: String = "") throws -> String {
        let lines = (0..<count).map { series in
            let values = (0..<100).map { place in
                let noise = Double((place * 7919 + series * 104_729) % 1_009) / 1_009
                return String(100 * (1 + 0.02 * noise) * (steps.contains(series) && place >= 60 ? 1.1 : 1))
            }
            let own = steps.contains(series) ? marks : ""
            return
                "{\"id\": \(series), \"benchmark\": \"B\(series)\", \"values\": [\(values.joined(separator: ","))]\(own)}"
        }
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("replay-\(UUID().uuidString).jsonl")
            .path
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    private func report(_ path: String, _ new: Rules = Rules()) async throws -> ReplayReport {
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await ReplayRun(input: try ReplayInput.file(path), runsPerMonth: 30).report(Rules(), new, true)
    }

    @Test func `a step is told a few runs after it came, and its mark makes the precision`() async throws {
        let marks = ", \"marks\": [{\"index\": 61, \"state\": \"accepted\"}]"
        let report = try await report(try file(5, steps: [2], marks: marks))
        #expect(report.new.told == 1)
        #expect(report.new.precision == 1)
        #expect(report.gained.isEmpty && report.lost.isEmpty)
        let row = try #require(report.alerts?.first)
        #expect(row.mark == "real")
        #expect(row.members.map(\.benchmark) == ["B2"])
        #expect((61...75).contains(row.toldAt), "\(row.toldAt)")
    }

    @Test func `rules that ask for more lose alerts, rules that turn the direction gain none`() async throws {
        let marks = ", \"marks\": [{\"index\": 60, \"state\": \"invalid\"}]"
        var small = Rule()
        small.smallestShare = 0.2
        let strict = try await report(try file(5, steps: [2], marks: marks), Rules([small]))
        #expect(strict.lost.map(\.mark) == ["invalid"])
        #expect(strict.current.precision == 0)
        #expect(strict.new.told == 0 && strict.new.precision == nil)
        var turned = Rule()
        turned.better = .higher
        let other = try await report(try file(5, steps: [2]), Rules([turned]))
        #expect(other.lost.count == 1 && other.gained.isEmpty)
    }

    @Test func `the answer has the same bytes whatever thread was first`() async throws {
        // Four children of one group, which waits for all of them.
        let texts = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<4 {
                group.addTask { try ReplayText.json(try await report(try file(40, steps: [2, 3, 17, 39]))) }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(texts.count == 1)
    }

    @Test func `a rule that is misspelt is refused`() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("rules-\(UUID().uuidString).toml").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        for text in [
            "[[rule]]\nbenchmrak = \"x\"", "budget = 1", "[]", "alertBudget = -1", "[[rule]]\nclass = \"loud\"",
        ] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            #expect(throws: CommandError.self) { try DeclarationFile.read(path) }
        }
        try Data("alertBudget = 2\n[[rule]]\nbenchmark = \"P*\"\nsmallestChange = \"2 %\"\n".utf8)
            .write(to: URL(fileURLWithPath: path))
        let rules = try DeclarationFile.read(path).declaration.rules
        #expect(rules.alertBudget == 2 && rules.rules.first?.smallestShare == 0.02)
    }
}
