import ArgumentParser
import Foundation
import NilometerAPI
import NilometerClient
import NilometerCore
import Testing

@testable import nilometer

/// Reads `Fixtures/answers/<case>.in`, a server's comparison with a gate's flags, and compares each drawing with its golden.
///
/// `NILOMETER_RECORD=1` writes the golden files anew; review their difference like code.
struct GateAnswerTests {
    struct Given: Decodable {
        var comparison: ComparisonView?
        var flags: [String]
        var explanations: [String: String]
        var unknown: String?
    }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Fixtures/answers")

    private static let cases = [
        "regressed", "advisory", "passed", "quiet", "inconclusive", "first-run", "nothing-compared", "no-ancestor",
        "unknown", "hostile",
    ]

    private static let drawings: [(end: String, draw: @Sendable (GateReport) throws -> String)] = [
        ("txt", { GateTable(report: $0).text(on: Output(width: nil, hasColour: false)) }),
        ("md", { GateMarkdown(report: $0).text }),
        ("xml", { GateJUnit(report: $0).text }),
        ("marks", { GateAnnotations(report: $0).lines.map { $0 + "\n" }.joined() }),
        ("json", { String(decoding: try JSONCoding.encoder.encode($0), as: UTF8.self) + "\n" }),
    ]

    static func report(_ name: String) throws -> GateReport {
        let data = try Data(contentsOf: folder.appendingPathComponent(name + ".in"))
        let given = try JSONDecoder().decode(Given.self, from: data)
        let policy = try GateOptions.parse(given.flags).policy(declared: GatePolicy())
        var report =
            given.comparison.map {
                GateReport(
                    $0,
                    decision: policy.decision(on: $0),
                    project: "p",
                    links: GateLinks(server: "https://n.example", project: "p")
                )
            } ?? GateReport(unknown: given.unknown ?? "", in: "p")
        report.isAdvisory = policy.isAdvisory
        for (place, text) in given.explanations { report.rows[Int(place) ?? 0].explanation = text }
        return report
    }

    @Test(arguments: cases, drawings.indices)
    func `an answer is drawn as its golden file says`(name: String, drawing: Int) throws {
        let (end, draw) = Self.drawings[drawing]
        let text = try draw(try Self.report(name))
        let golden = Self.folder.appendingPathComponent("\(name).\(end)")
        if ProcessInfo.processInfo.environment["NILOMETER_RECORD"] == "1" {
            try text.write(to: golden, atomically: true, encoding: .utf8)
        }
        #expect(text == (try? String(contentsOf: golden, encoding: .utf8)))
    }

    @Test(arguments: [
        ("regressed", Int32(1)), ("advisory", 0), ("passed", 0), ("quiet", 0), ("inconclusive", 3), ("first-run", 0),
        ("nothing-compared", 3), ("no-ancestor", 3), ("unknown", 2),
    ])
    func `the exit status is as designed`(name: String, status: Int32) throws {
        #expect(try Self.report(name).status == status)
    }

    @Test(arguments: ["first-run", "nothing-compared", "no-ancestor"])
    func `nothing to compare with is said first, and is neutral`(name: String) throws {
        let report = try Self.report(name)
        for (end, draw) in Self.drawings.prefix(2) {
            let first = try #require(try draw(report).split(separator: "\n").first)
            #expect(first.contains("Nothing to compare with"), "\(end)")
        }
        #expect(GateForge.state(of: report) == .neutral)
    }

    @Test(arguments: cases)
    func `only what was compared is a success`(name: String) throws {
        let report = try Self.report(name)
        #expect((GateForge.state(of: report) == .success) == (report.conclusion == .passed))
    }

    @Test(arguments: [3000, 40_000, 1_000_000])
    func `Markdown keeps to its limit, and says what it left out`(limit: Int) throws {
        var report = try Self.report("hostile")
        report.rows = (0..<3000).map { index in
            var row = report.rows[index % report.rows.count]
            row.name = "\(row.name)\(index)"
            return row
        }
        let text = GateMarkdown(report: report, limit: limit).text
        #expect(text.utf8.count <= limit)
        let shown = text.split(separator: "\n").count { $0.hasPrefix("| [▲") }
        let left = text.split(separator: "\n").first { $0.contains("more rows are left out") }
        #expect((left?.hasPrefix("\(3000 - shown) more rows") ?? true) && (shown == 3000) == (left == nil))
    }

    @Test func `what came from elsewhere makes no markup, mention or link in Markdown`() throws {
        var text = GateMarkdown(report: try Self.report("hostile")).text
        text.replace(/`[^`]*`/, with: "")
        text.replace(/<code>[^<]*<\/code>/, with: "")
        text.replace(/\]\(https:\/\/n\.example[^)]*\)/, with: "]")
        for bad in ["@", "<script", "<img", "evil", "![", "](", "::", "javascript", "<b>", "--"] {
            #expect(!text.replacing("|---|---|---|--:|--:|--:|--:|---|", with: "").contains(bad), "\(bad)")
        }
    }

    @Test func `annotations are at most ten lines, whatever is in a name`() throws {
        let lines = GateAnnotations(report: try Self.report("hostile")).lines
        #expect(lines.count == 10)
        for line in lines {
            #expect(line.hasPrefix("::error title=") && !line.contains { $0.isNewline })
            #expect(line.dropFirst(2).split(separator: "::", maxSplits: 1).count == 2)
        }
    }
}
