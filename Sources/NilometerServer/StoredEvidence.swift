import NilometerCore
import NilometerFormats

/// The evidence of a side of a comparison, read from what its runs uploaded.
struct StoredEvidence {
    let store: any RunStore
    let project: String

    /// The parts of evidence that a run came with, as they were sent; nil when the project has no such run.
    func parts(ofRun id: String) async throws -> [Envelope.Part]? {
        guard let source = try await store.source(of: id, in: project) else { return nil }
        guard source.type.lowercased().hasPrefix("application/json") else { return [] }
        return (try? EnvelopeReader.envelope(from: source.bytes))?.evidence ?? []
    }

    /// The evidence of the newest of the runs that came with some; none when none of them did.
    ///
    /// Evidence of several runs is never mixed: profiles of two runs would count everything twice.
    func side(of side: ComparisonSide) async throws -> (side: EvidenceSide, warnings: [Warning]) {
        var warnings: [Warning] = []
        for run in side.runs {
            guard let parts = try await parts(ofRun: run.id), !parts.isEmpty else { continue }
            var files: [EvidenceFile] = []
            warnings += EvidenceParts.each(of: parts) { file, _ in
                if !files.contains(where: { $0.bytes == file.bytes }) { files.append(file) }
            }
            guard !files.isEmpty else { continue }
            return (EvidenceSide(sha: run.commit.sha, files: files, context: run.context), warnings)
        }
        return (EvidenceSide(sha: side.commit ?? ""), warnings)
    }
}
