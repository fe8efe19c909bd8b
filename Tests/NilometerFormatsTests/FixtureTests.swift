import Foundation
import NilometerCore
import NilometerFormats
import Testing

/// Reads `Fixtures/<id>/<case>.in` with the format of this id and compares with `<case>.golden`.
///
/// `NILOMETER_RECORD=1` writes the golden files anew; review their difference like code.
struct FixtureTests {
    struct Case: CustomTestStringConvertible {
        var id: String
        var input: URL
        var testDescription: String { "\(id)/\(input.lastPathComponent)" }
    }

    static let cases: [Case] = {
        let folder = Shared.root.appendingPathComponent("Tests/NilometerFormatsTests/Fixtures")
        guard let ids = try? Shared.names(in: folder) else { return [] }
        return ids.flatMap { id in
            let names = (try? Shared.names(in: folder.appendingPathComponent(id))) ?? []
            return names.filter { $0.hasSuffix(".in") }
                .map { Case(id: id, input: folder.appendingPathComponent("\(id)/\($0)")) }
        }
    }()

    @Test(arguments: cases)
    func `a fixture is read as its golden file says`(fixture: Case) throws {
        let golden = fixture.input.deletingPathExtension().appendingPathExtension("golden")
        let text = Self.text(of: try Shared.upload(fixture.input), id: fixture.id)
        if ProcessInfo.processInfo.environment["NILOMETER_RECORD"] == "1" {
            try text.write(to: golden, atomically: true, encoding: .utf8)
        }
        #expect(text == (try? String(contentsOf: golden, encoding: .utf8)))
    }

    @Test(arguments: cases)
    func `a fixture that can be read is recognised by its content`(fixture: Case) throws {
        let upload = try Shared.upload(fixture.input)
        guard (try? Formats.report(from: upload, format: fixture.id)) != nil else { return }
        // Text of other tools has the lines of go test.
        let expected = fixture.id == "benchfmt" ? "go-bench" : fixture.id
        #expect(try Formats.report(from: upload).format == expected)
    }

    /// One line for each reading, fact and warning.
    private static func text(of upload: Upload, id: String) -> String {
        do {
            let report = try Formats.report(from: upload, format: id)
            var lines = report.readings.map(line)
            lines += report.context.sorted { $0.key < $1.key }.map { "context \($0.key): \($0.value)" }
            lines += report.warnings.map { "warning \($0.code)\($0.line.map { " line \($0)" } ?? ""): \($0.message)" }
            return lines.joined(separator: "\n") + "\n"
        } catch {
            return "refused\(error.line.map { " line \($0)" } ?? ""): \(error.reason)\n"
        }
    }

    private static func line(_ reading: Reading) -> String {
        let parameters = reading.parameters.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        var line = "\(reading.benchmark)\(parameters) | \(reading.metric) \(reading.better.rawValue)"
        line += " | \(reading.value.map { "\($0)" } ?? "no value") \(reading.unit) \(reading.estimator)"
        line += " | samples \(reading.samples) iterations \(reading.iterations)"
        if let spread = reading.spread { line += " | \(spread.kind) \(spread.value)" }
        if reading.assumesExact { line += " | exact" }
        if let error = reading.error { line += " | error: \(error)" }
        return line
    }
}
