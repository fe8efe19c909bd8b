import Foundation
public import NilometerCore

/// The diagnostics of one Go source file, as `-gcflags=-json=0,file://FOLDER` writes them.
///
/// They name no functions and say nothing of the calls that were inlined; `go-escape` with `-m -m` does.
public struct GoDiagnosticsEvidence: EvidenceKind {
    /// `go-diagnostics`.
    public let id = "go-diagnostics"

    /// Makes the kind.
    public init() {}

    private static let mark = "{\"version\":0,\"package\":"

    /// Whether the first line is the head of such a file.
    public func recognises(_ upload: Upload) -> Bool { upload.bytes.starts(with: Self.mark.utf8) }

    /// The sites, leaking parameters and inlining decisions.
    public func evidence(from upload: Upload) throws(FormatError) -> Evidence {
        var lines = EvidenceLines(upload.bytes[...])
        let decoder = JSONDecoder()
        guard let first = lines.next(), let head = try? decoder.decode(GoDiagnosticHead.self, from: Data(first)) else {
            throw FormatError(
                line: 1,
                reason: "The first line of “\(upload.name)” is not the head of Go's diagnostics."
            )
        }
        guard head.version == 0 else {
            throw FormatError(line: 1, reason: "Version \(head.version) of Go's diagnostics is not known; use -json=0.")
        }
        var reader = GoDiagnosticsReader(head)
        var warnings: [Warning] = []
        var number = 1
        while let line = lines.next() {
            number += 1
            guard !line.isEmpty else { continue }
            guard let diagnostic = try? decoder.decode(GoDiagnostic.self, from: Data(line)) else {
                if warnings.isEmpty {
                    let sentence =
                        "A line of “\(upload.name)” is not a diagnostic; it and others like it were left out."
                    warnings.append(Warning("bad-line", sentence, line: number))
                }
                continue
            }
            reader.take(diagnostic)
        }
        return Evidence(kind: id, name: upload.name, diagnostics: reader.diagnostics, warnings: warnings)
    }
}
