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
        let bytes = line.utf8
        switch bytes.first {
        case UInt8(ascii: "B") where line.hasPrefix("Benchmark"):
            let fields = bytes.split(maxSplits: 4) { $0 <= 0x20 || $0 >= 0x80 }
            return fields.count >= 4 && fields[1].allSatisfy(isDigit)
        case UInt8(ascii: "-"): return line.hasPrefix("--- FAIL: Benchmark")
        case UInt8(ascii: "F"): return line.hasPrefix("FAIL\t") && bytes.last == UInt8(ascii: "]")
        case 0x20, 0x09:
            let fields = bytes.split(maxSplits: 3) { $0 <= 0x20 }
            return fields.count >= 3 && fields[0].allSatisfy(isDigit) && fields[2].elementsEqual("ns/op".utf8)
        default: return false
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
