import Foundation
import NilometerCore
import NilometerDetection
import NilometerFormats
import Testing

@testable import nilometer

/// What benchstat printed of two steps of the sample, read from its own output.
struct BenchstatReference {
    /// The lines of the text form.
    let text: [String]
    /// The cells of the CSV form.
    let csv: [[String]]

    init() throws {
        let file = Self.folder.appendingPathComponent("Fixtures/benchstat/20-against-21.golden")
        let lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
        let starts = lines.indices.filter { lines[$0].hasPrefix("$ benchstat") }
        try #require(starts.count == 2)
        text = Array(lines[(starts[0] + 1)..<starts[1]])
        csv = lines[(starts[1] + 1)...].map { $0.components(separatedBy: ",") }
    }

    static var folder: URL { URL(fileURLWithPath: #filePath).deletingLastPathComponent() }

    /// The report of a step of the sample history.
    static func report(of step: String) throws -> Report {
        let path = folder.appendingPathComponent("../../deploy/sample/\(step)/bench.txt").standardized
        let upload = Upload(name: step, bytes: Array(try Data(contentsOf: path)))
        return try GoBenchFormat().report(from: upload)
    }

    /// The two steps beside each other.
    static func comparison(samplesAreRuns: Bool = false) throws -> ComparisonOfSets {
        ComparisonOfSets(
            old: [try report(of: "20-refactor-only")],
            new: [try report(of: "21-all-bad")],
            samplesAreRuns: samplesAreRuns
        )
    }

    /// The rows of a text form by table title and name: their words without the verdict; the closing mark is left out.
    static func rows(_ lines: [String]) -> [String: [String]] {
        var found: [String: [String]] = [:]
        var title = ""
        var package = ""
        for line in lines {
            if line.hasPrefix("pkg: ") { package = String(line.dropFirst(5)) }
            if line.contains("vs base") {
                title = line.split(separator: " ").first { $0 != "│" }.map(String.init) ?? ""
                continue
            }
            let words = line.split(separator: " ").map(String.init)
            guard let name = words.first, !title.isEmpty, !line.contains("│"), !line.contains(": ") || words.count > 8
            else { continue }
            let end = words.firstIndex { $0.hasPrefix("n=") && $0.hasSuffix(")") }
            guard end != nil || name == "geomean" else { continue }
            found["\(package) \(title) \(name)"] = Array(words[...(end ?? words.count - 1)])
        }
        return found
    }
}
