public import NilometerCore

/// The output of `go test -bench`, as text or as the events of `go test -json`.
public struct GoBenchFormat: Format {
    /// The permanent id.
    public let id = "go-bench"

    /// Makes the format.
    public init() {}

    /// Result lines, or events with the keys of `go test -json`.
    public var signature: Signature {
        Signature(paths: [["Action", "Package"], ["Action", "ImportPath"]], matchesLine: Self.isResult)
    }

    /// Reads every line; lines that are no part of the format are passed over.
    public func report(from upload: Upload) throws(FormatError) -> Report {
        Self.report(from: upload, format: id)
    }

    static func report(from upload: Upload, format: String) -> Report {
        if GoTestEvents.areIn(upload.bytes) { return GoTestEvents.report(from: upload.bytes, format: format) }
        var text = GoBenchText()
        var lines = Lines(upload.bytes)
        while let line = lines.next() { text.read(upload.bytes, line, number: lines.number) }
        text.end()
        return GoBenchResults.report(of: text, format: format)
    }

    /// A name, a count and a figure with its unit; or the figures alone, or a failure.
    private static func isResult(_ line: Substring) -> Bool {
        if line.hasPrefix("Benchmark") {
            let fields = line.split(maxSplits: 4, whereSeparator: \.isWhitespace)
            return fields.count >= 4 && Int(fields[1]) != nil && Double(fields[2]) != nil
        }
        return line.hasPrefix("--- FAIL: Benchmark") || (line.hasPrefix("FAIL\t") && line.hasSuffix("]"))
            || (line.first?.isWhitespace == true && line.contains(" ns/op"))
    }
}
