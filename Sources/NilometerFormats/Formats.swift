public import NilometerCore

/// The list of formats.
public enum Formats {
    /// All formats; a new one is one line here.
    public static let all: [any Format] = [
        NilometerJSONFormat(),
        GoBenchFormat(),
        BenchfmtFormat(),
        GoogleBenchmarkFormat(),
    ]

    /// The format with this id; nil when there is none.
    public static func format(id: String) -> (any Format)? { all.first { $0.id == id } }

    /// The report of an upload, read by the format of this id, or with `auto` by the one whose marks the content has.
    ///
    /// - Throws: `FormatError` with the cause when the format is not known, the content is not of it, or has no reading.
    public static func report(from upload: Upload, format id: String = "auto") throws(FormatError) -> Report {
        try report(from: upload, format: id, among: all)
    }

    /// The reports of several uploads; what one declares of units holds for the later ones, too.
    public static func reports(from uploads: [(upload: Upload, format: String)]) throws(FormatError) -> [Report] {
        var carried: [String: UnitFact] = [:]
        var reports: [Report] = []
        for (upload, id) in uploads {
            var report = try report(from: upload, format: id)
            report.carry(&carried)
            reports.append(report)
        }
        return reports
    }

    static func report(
        from upload: Upload,
        format id: String,
        among formats: [any Format]
    ) throws(FormatError) -> Report {
        let plain = Upload(name: upload.name, bytes: PlainText.bytes(of: upload.bytes))
        var report: Report
        if id == "auto" {
            let recognition = Recognition(of: plain.bytes, among: formats)
            guard let best = recognition.scores.first else {
                throw FormatError(reason: "The format was not recognised: \(recognition.cause(in: plain.bytes)).")
            }
            let others = recognition.scores.dropFirst()
            let equal = others.filter { $0.score == best.score }.map(\.format.id)
            guard equal.isEmpty else {
                let names = ([best.format.id] + equal).joined(separator: ", ")
                throw FormatError(reason: "The content may be of several formats; name one of \(names).")
            }
            report = try read(plain, by: best.format)
            for other in others {
                let sentence =
                    "There are marks of \(other.format.id), too; only \(best.format.id) was read. Send each in a file of its own."
                report.warnings.append(Warning("several-formats", sentence))
            }
        } else {
            guard let format = formats.first(where: { $0.id == id }) else {
                let names = formats.map(\.id).joined(separator: ", ")
                throw FormatError(reason: "There is no format “\(id.prefix(40))”; use auto or one of \(names).")
            }
            report = try read(plain, by: format)
        }
        Samples.thinned(&report)
        return report
    }

    private static func read(_ upload: Upload, by format: any Format) throws(FormatError) -> Report {
        let report: Report
        do {
            report = try format.report(from: upload)
        } catch {
            throw FormatError(line: error.line, reason: "\(format.id): \(error.reason)")
        }
        guard report.readings.isEmpty else { return report }
        if let warning = report.warnings.first {
            throw FormatError(line: warning.line, reason: "\(format.id): there is no reading. \(warning.message)")
        }
        let cause = Recognition(of: upload.bytes, among: []).cause(in: upload.bytes)
        throw FormatError(reason: "\(format.id): there is no reading: \(cause).")
    }
}
