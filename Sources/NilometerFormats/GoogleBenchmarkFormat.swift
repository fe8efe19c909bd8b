public import NilometerCore

/// The JSON of Google Benchmark (`--benchmark_out_format=json`).
public struct GoogleBenchmarkFormat: Format {
    /// The permanent id.
    public let id = "google-benchmark"

    /// Makes the format.
    public init() {}

    /// A context and benchmarks with times or a type of run.
    public var signature: Signature {
        Signature(paths: [["context", "benchmarks.real_time"], ["context", "benchmarks.run_type"]])
    }

    /// Reads every JSON document of the upload; text around them is passed over.
    public func report(from upload: Upload) throws(FormatError) -> Report {
        var place = 0
        var documents: [[GoogleBenchmarkRow]] = []
        var report = Report(format: id)
        var failure: JSONError?
        var firstError: JSONError?
        while failure == nil, let start = JSONDocuments.start(in: upload.bytes, from: place) {
            var reader = JSONReader(upload.bytes, at: start)
            var rows: [GoogleBenchmarkRow] = []
            do {
                try read(&reader, &rows, &report)
                place = max(reader.offset, start + 1)
            } catch {
                // Braces in a log are no document; what has rows is one that breaks off.
                if !rows.isEmpty || !report.context.isEmpty { failure = error }
                if firstError == nil { firstError = error }
                place = upload.bytes[start...].firstIndex(of: 0x0A) ?? upload.bytes.count
            }
            documents.append(rows)
            for doubled in reader.doubledKeys {
                let sentence =
                    "The key “\(doubled.key.prefix(60))” stands twice in one object at byte \(doubled.offset); the last counts."
                report.warnings.append(Warning("doubled-key", sentence))
            }
        }
        let joined = GoogleBenchmarkRows.readings(of: documents)
        if let failure = failure ?? (joined.readings.isEmpty ? firstError : nil) {
            let sentence = "the JSON is broken: \(failure.phrase)"
            guard !joined.readings.isEmpty else { throw FormatError(reason: sentence) }
            let kept = "\(sentence); what stands before is kept, write the file again to have the rest."
            report.warnings.append(Warning("broken-json", kept.prefix(1).uppercased() + kept.dropFirst()))
        }
        if documents.isEmpty {
            throw FormatError(reason: Recognition(of: upload.bytes, among: []).cause(in: upload.bytes))
        }
        if report.context["library_build_type"] == "debug" {
            let sentence =
                "The context says library_build_type “debug”: Google Benchmark itself was built so; use a release build of it."
            report.warnings.append(Warning("debug-library", sentence))
        }
        report.readings = joined.readings
        report.warnings += joined.warnings
        return report
    }

    private func read(
        _ reader: inout JSONReader,
        _ rows: inout [GoogleBenchmarkRow],
        _ report: inout Report
    ) throws(JSONError) {
        guard try reader.kind() == .object else { return try reader.skip() }
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch (key, try reader.kind()) {
            case ("context", .object):
                try reader.beginObject()
                while let fact = try reader.nextKey() {
                    let text = try reader.valueText()
                    if report.context[fact] == nil { report.context[fact] = text }
                }
            case ("benchmarks", .array):
                try reader.beginArray()
                while try reader.nextElement() {
                    guard try reader.kind() == .object else {
                        try reader.skip()
                        continue
                    }
                    rows.append(try GoogleBenchmarkRow(&reader))
                }
            default: try reader.skip()
            }
        }
    }
}
