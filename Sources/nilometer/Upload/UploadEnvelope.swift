import Foundation
import NilometerAPI

/// Puts together what an upload sends.
struct UploadEnvelope {
    /// Where the run was made.
    var place: Place
    /// The format's id; recognised by content when nil.
    var format: String?

    /// The envelope of some files, each a name and its bytes.
    ///
    /// - Throws: `CommandError` when no commit is known.
    func envelope(of files: [(name: String, bytes: Data)]) throws(CommandError) -> RunEnvelope {
        var envelope = RunEnvelope(
            commit: try place.measured(),
            machine: place.machine,
            origin: place.origin,
            reports: files.map(report)
        )
        envelope.base = place.base
        if !place.context.isEmpty { envelope.context = place.context }
        return envelope
    }

    private func report(_ name: String, _ bytes: Data) -> RunEnvelope.ReportPart {
        let text = String(validating: bytes, as: UTF8.self)
        return RunEnvelope.ReportPart(
            format: format,
            name: name,
            encoding: text == nil ? "base64" : "utf8",
            content: text ?? bytes.base64EncodedString()
        )
    }
}
