import NilometerCore
import NilometerFormats

/// The evidence of a side of a comparison, read from what its runs uploaded.
struct StoredEvidence {
    let store: any RunStore
    let project: String

    /// The evidence of the newest of the runs that came with some; none when none of them did.
    ///
    /// Evidence of several runs is never mixed: profiles of two runs would count everything twice.
    func side(of side: ComparisonSide) async throws -> (side: EvidenceSide, warnings: [Warning]) {
        var warnings: [Warning] = []
        for run in side.runs {
            guard let source = try await store.source(of: run.id, in: project),
                source.type.lowercased().hasPrefix("application/json"),
                let envelope = try? EnvelopeReader.envelope(from: source.bytes), !envelope.evidence.isEmpty
            else { continue }
            var files: [EvidenceFile] = []
            warnings += EvidenceParts.each(of: envelope.evidence) { file in
                if !files.contains(where: { $0.bytes == file.bytes }) { files.append(file) }
            }
            guard !files.isEmpty else { continue }
            return (EvidenceSide(sha: run.commit.sha, files: files, context: run.context), warnings)
        }
        return (EvidenceSide(sha: side.commit ?? ""), warnings)
    }
}
