import Foundation
public import NilometerCore

/// The output of `go test -json -bench`: events, one a line, that carry benchmark text in pieces.
public struct GoTestJSONFormat: Format {
    private struct Event: Decodable {
        var Package: String?
        var Action: String?
        var Output: String?
    }

    /// The permanent id.
    public let id = "go-test-json"

    /// Makes the format.
    public init() {}

    /// Whether the first line is an event.
    public func recognises(_ upload: Upload) -> Bool {
        let first = upload.bytes.prefix(4096).prefix { $0 != UInt8(ascii: "\n") }
        let text = String(decoding: first, as: UTF8.self)
        return text.hasPrefix("{") && text.contains("\"Action\":")
    }

    /// Joins the output of each package, and reads it as benchmark text.
    public func report(from upload: Upload) throws(FormatError) -> Report {
        var order: [String] = []
        var outputs: [String: String] = [:]
        var warnings: [Warning] = []
        let decoder = JSONDecoder()
        for (index, line) in upload.bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
            guard let event = try? decoder.decode(Event.self, from: Data(line)) else {
                warnings.append(Warning("bad-line", "The line is not an event of go test -json.", line: index + 1))
                continue
            }
            guard event.Action == "output", let output = event.Output else { continue }
            let package = event.Package ?? ""
            if outputs[package] == nil { order.append(package) }
            outputs[package, default: ""] += output
        }
        var text = GoBenchText()
        for package in order {
            let lines = (outputs[package] ?? "").split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            text.read("pkg: \(package)"[...], number: 1)
            for (index, line) in lines.enumerated() { text.read(line, number: index + 1) }
        }
        var report = text.report(format: id)
        report.warnings = warnings + report.warnings
        return report
    }
}
