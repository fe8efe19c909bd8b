import NilometerCore
import NilometerEvidence
import NilometerFormats

/// What a folder says of a commit: levels of benchmarks, and evidence.
struct WhySide {
    /// Of each benchmark and metric, the samples of the file that has the most of them.
    private(set) var levels: [SeriesKey: Reading] = [:]
    private(set) var evidence = EvidenceSide()
    /// The differences of sources that are in the folder.
    private(set) var patches: [EvidenceFile] = []

    /// Tells evidence from benchmark output by the content; what is neither is passed over.
    init(_ folder: WhyFolder) {
        for (name, bytes) in folder.files {
            if name == "commit.txt" {
                evidence.sha =
                    String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).first
                    .map(String.init) ?? ""
                continue
            }
            let file = EvidenceFile(name: name, bytes: bytes)
            // Git writes an empty file where nothing differs.
            let isEmptyPatch = bytes.isEmpty && (name.hasSuffix(".patch") || name.hasSuffix(".diff"))
            if isEmptyPatch || GitDiffEvidence().recognises(Upload(name: name, bytes: bytes)) {
                patches.append(EvidenceFile(kind: "git-diff", name: name, bytes: bytes))
            } else if EvidenceKinds.recognises(file) || name.hasSuffix(".pprof") {
                // A file by this name that is none is told of, and not passed over.
                evidence.files.append(file)
            } else if let report = try? Formats.report(from: Upload(name: name, bytes: bytes)) {
                take(report)
            }
        }
    }

    /// The folder's evidence with one difference of sources, or none.
    func evidence(with patch: EvidenceFile?) -> EvidenceSide {
        var side = evidence
        if let patch { side.files.append(patch) }
        return side
    }

    private mutating func take(_ report: Report) {
        let counts = Set(report.readings.flatMap(\.iterations))
        let isProfiled = counts.count == 1 && report.readings.allSatisfy { $0.samples.count <= 1 }
        for reading in report.readings where !reading.samples.isEmpty {
            let key = SeriesKey(benchmark: reading.benchmark, parameters: reading.parameters, metric: reading.metric)
            if isProfiled, let count = counts.first, count > 1 {
                evidence.iterations[WhyMoved.printed(key)] = Double(count)
            }
            guard reading.samples.count > levels[key]?.samples.count ?? 0 else { continue }
            levels[key] = reading
        }
    }
}
