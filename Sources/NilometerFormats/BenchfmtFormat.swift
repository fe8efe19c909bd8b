public import NilometerCore

/// Benchmark text of other tools than `go test`, in the format of Go proposal 14313.
public struct BenchfmtFormat: Format {
    /// The permanent id.
    public let id = "benchfmt"

    /// Makes the format.
    public init() {}

    /// None: the lines are those of `go-bench`, which is recognised.
    public var signature: Signature { Signature() }

    /// Reads as `go-bench` does.
    public func report(from upload: Upload) throws(FormatError) -> Report {
        GoBenchFormat.report(from: upload, format: id)
    }
}
