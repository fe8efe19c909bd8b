public import NilometerCore

/// The output of `go test -bench`.
public struct GoBenchFormat: Format {
    /// The permanent id.
    public let id = "go-bench"

    /// Makes the format.
    public init() {}

    /// Whether a line begins as a benchmark's result does.
    public func recognises(_ upload: Upload) -> Bool {
        String(decoding: upload.bytes.prefix(65_536), as: UTF8.self)
            .split(whereSeparator: \.isNewline)
            .contains { $0.hasPrefix("Benchmark") && $0.split(whereSeparator: \.isWhitespace).count >= 4 }
    }

    /// Reads every line; lines that are no part of the format are passed over.
    public func report(from upload: Upload) throws(FormatError) -> Report {
        var text = GoBenchText()
        let lines = String(decoding: upload.bytes, as: UTF8.self).split(
            omittingEmptySubsequences: false,
            whereSeparator: \.isNewline
        )
        for (index, line) in lines.enumerated() { text.read(line, number: index + 1) }
        return text.report(format: id)
    }
}
