import Foundation
import NilometerCore
import NilometerFormats
import Testing

/// Compares what is read of the sample history with a reading of the same text by other means.
struct SampleHistoryTests {
    /// `package|name|parameters|unit` and its values in order, by the plain rules of `go test`'s output.
    private static func figures(_ text: String) throws -> [String: [Double]] {
        var figures: [String: [Double]] = [:]
        var package = ""
        for line in text.components(separatedBy: "\n") {
            if line.hasPrefix("pkg: ") { package = String(line.dropFirst(5)) }
            let fields = line.components(separatedBy: .whitespaces).filter { !$0.isEmpty }
            guard line.hasPrefix("Benchmark"), fields.count > 3 else { continue }
            // All of the sample was measured with two processors.
            let name = try #require(fields[0].range(of: "-2", options: .backwards)).lowerBound
            let parts = fields[0][..<name].dropFirst("Benchmark".count).components(separatedBy: "/")
            let key =
                parts.filter { !$0.contains("=") }.joined(separator: "/") + "|"
                + parts.filter { $0.contains("=") }.joined(separator: "/")
            for index in stride(from: 2, to: fields.count, by: 2) {
                figures["\(package)|\(key)|\(fields[index + 1])", default: []].append(
                    try #require(Double(fields[index]))
                )
            }
        }
        return figures
    }

    private static func found(_ report: Report) -> [String: [Double]] {
        var found: [String: [Double]] = [:]
        for reading in report.readings {
            let own = reading.parameters.filter { $0.key != "pkg" }.map { "\($0.key)=\($0.value)" }.joined(
                separator: "/"
            )
            found["\(reading.parameters["pkg"] ?? "")|\(reading.benchmark)|\(own)|\(reading.metric)"] = reading.samples
        }
        return found
    }

    private static let steps: [URL] = {
        let folder = Shared.root.appendingPathComponent("deploy/sample")
        return ((try? Shared.names(in: folder)) ?? []).filter { $0.first?.isNumber == true }
            .map { folder.appendingPathComponent($0) }
    }()

    @Test func `every text of the sample history is read whole`() throws {
        #expect(Self.steps.count == 22)
        for step in Self.steps {
            let upload = try Shared.upload(step.appendingPathComponent("bench.txt"))
            let expected = try Self.figures(String(decoding: upload.bytes, as: UTF8.self))
            let report = try Formats.report(from: upload)
            #expect(
                expected.count == 39 && expected.values.map(\.count).reduce(0, +) == 390,
                "\(step.lastPathComponent)"
            )
            #expect(Self.found(report) == expected, "\(step.lastPathComponent)")
            #expect(
                report.warnings.isEmpty && report.context["gomaxprocs"] == "2" && report.context["cpu"] == "AMD EPYC"
            )
        }
    }

    @Test(.enabled(if: Shared.isThere, "the folder of sample data is not beside the checkout"))
    func `every event stream of the sample history is read whole`() throws {
        let folder = try #require(Shared.folder).appendingPathComponent("gosample")
        let steps = try Shared.names(in: folder).filter { $0.first?.isNumber == true }
        #expect(steps.count == 22)
        for step in steps {
            let upload = try Shared.upload(folder.appendingPathComponent("\(step)/bench.test2json.jsonl"))
            var outputs: [String: String] = [:]
            for line in String(decoding: upload.bytes, as: UTF8.self).components(separatedBy: "\n") where !line.isEmpty
            {
                let event = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
                guard let output = event["Output"] as? String, let package = event["Package"] as? String else {
                    continue
                }
                outputs[package, default: ""] += output
            }
            let expected = try outputs.values.reduce(into: [:]) { try $0.merge(Self.figures($1)) { $0 + $1 } }
            let report = try Formats.report(from: upload)
            #expect(expected.values.map(\.count).reduce(0, +) == 78, "\(step)")
            #expect(Self.found(report) == expected, "\(step)")
            #expect(report.warnings.isEmpty)
        }
    }
}
