import NilometerCore

/// Tells the format of an upload from its content: all signatures are scored, then one format reads.
struct Recognition {
    /// A JSON signature outweighs any number of lines.
    private static let weight = 1000
    private static let mostLines = 50_000
    /// So many lines leave no doubt.
    private static let enough = 100

    /// The formats whose marks were found, the surest first.
    let scores: [(format: any Format, score: Int)]
    /// What was seen of JSON.
    let shape: JSONShape

    /// Scores the formats on plain bytes.
    ///
    /// - Complexity: O(bytes + lines · formats).
    init(of bytes: [UInt8], among formats: [any Format]) {
        let shape = JSONShape(of: bytes)
        var lineScores = Array(repeating: 0, count: formats.count)
        let marks = formats.map(\.signature)
        for line in Lines(bytes).prefix(Self.mostLines) where !line.isEmpty && line.count < 4096 {
            let text = Fields.text(in: bytes, line)[...]
            for (index, mark) in marks.enumerated() where mark.matchesLine?(text) == true {
                lineScores[index] += 1
            }
            if lineScores.contains(Self.enough) { break }
        }
        var scores: [(any Format, Int)] = []
        for (index, format) in formats.enumerated() {
            // The signature with more keys is the more specific one.
            let found = marks[index].paths.filter { $0.allSatisfy(shape.paths.contains) }.map(\.count).max() ?? 0
            let score = lineScores[index] + Self.weight * found
            if score > 0 { scores.append((format, score)) }
        }
        self.shape = shape
        self.scores = scores.sorted { $0.1 > $1.1 }
    }

    /// Why no format was recognised: one sentence that names the cause.
    func cause(in bytes: [UInt8]) -> String {
        if bytes.starts(with: [0x1F, 0x8B]) { return "it is gzip; unpack it first" }
        if bytes.contains(0) { return "it is binary; send the text or JSON that the harness prints" }
        if bytes.allSatisfy({ $0 <= 0x20 }) {
            return "it is empty; check that the benchmark ran and that no filter excluded everything"
        }
        let text = String(decoding: bytes.prefix(65_536), as: UTF8.self)
        if text.contains("<testsuite") { return "it is a JUnit report, which holds no benchmark figures" }
        if text.contains("Failed to match any benchmarks") { return "Google Benchmark's filter matched nothing" }
        if text.contains("Time             CPU   Iterations") || text.hasPrefix("name,iterations,real_time") {
            return "it is Google Benchmark's table; use --benchmark_out=FILE --benchmark_out_format=json"
        }
        if shape.isThere {
            if let failure = shape.failure { return "its JSON is broken: \(failure.phrase)" }
            let keys = shape.paths.filter { !$0.contains(".") && !$0.contains("=") }.sorted().prefix(5)
            return "its JSON is of no format that is known (keys: \(keys.joined(separator: ", ").prefix(200)))"
        }
        if text.contains("\nok ") || text.contains("\nok\t") || text.hasPrefix("PASS") || text.hasPrefix("ok ") {
            return "it has tests but no benchmark; run go test with -bench=."
        }
        return "it holds nothing that a known harness prints"
    }
}
