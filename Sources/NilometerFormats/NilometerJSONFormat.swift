public import NilometerCore

/// Nilometer's own envelope, schema `nilometer.run/1`: readings, and reports in other formats.
public struct NilometerJSONFormat: Format {
    /// The permanent id.
    public let id = "nilometer-json"

    /// Makes the format.
    public init() {}

    /// The schema's name, whatever its version.
    public var signature: Signature {
        Signature(paths: [["schema=\(EnvelopeReader.schema)", "commit"], ["schema", "commit.sha", "readings.metric"]])
    }

    /// Reads the readings, and each report by its own format; a report that cannot be read is a warning.
    public func report(from upload: Upload) throws(FormatError) -> Report {
        let envelope: Envelope
        do {
            envelope = try EnvelopeReader.envelope(from: upload.bytes)
        } catch {
            throw FormatError(reason: "the envelope cannot be taken: \(error.phrase)")
        }
        var report = Report(format: id, context: envelope.context)
        report.context["commit"] = envelope.commit.sha
        var units: [String: UnitFact] = [:]
        for (index, part) in envelope.reports.enumerated() {
            let name = part.name ?? "reports.\(index)"
            do {
                var inner = try Self.report(of: part, name: name)
                inner.carry(&units)
                report.readings += inner.readings
                report.warnings += inner.warnings
                report.context.merge(inner.context) { given, _ in given }
            } catch let error as FormatError {
                report.warnings.append(
                    Warning("unread-report", "“\(name)” could not be read: \(error.reason)", line: error.line)
                )
            } catch let error as NilometerError {
                report.warnings.append(Warning("unread-report", error.message))
            } catch {
                report.warnings.append(Warning("unread-report", "“\(name)” could not be read."))
            }
        }
        report.readings += envelope.readings
        return report
    }

    private static func report(of part: Envelope.Part, name: String) throws -> Report {
        let upload = Upload(name: name, bytes: try part.bytes())
        // An envelope in an envelope would have no end.
        let others = Formats.all.filter { $0.id != "nilometer-json" }
        return try Formats.report(from: upload, format: part.kind ?? "auto", among: others)
    }
}
