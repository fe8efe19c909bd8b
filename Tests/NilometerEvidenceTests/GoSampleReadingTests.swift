import Foundation
import NilometerCore
import NilometerEvidence
import Testing

/// All files of evidence of the sample history are read.
struct GoSampleReadingTests {
    @Test(.enabled(if: GoSample.isThere, "the sample history is not there"))
    func `each file of the sample is of the kind that it is`() throws {
        var counts: [String: Int] = [:]
        for folder in try GoSample.folders() {
            for (name, bytes) in try GoSample.files(in: folder) {
                let file = EvidenceFile(name: name, bytes: bytes)
                let isEvidence =
                    name.hasSuffix(".pprof") || name == "m.txt" || name == "mm.txt" || name == "m-test.txt"
                    || name.hasSuffix(".json") || name.hasSuffix(".patch")
                #expect(EvidenceKinds.recognises(file) == isEvidence, "\(folder)/\(name)")
                guard isEvidence else { continue }
                let evidence = try EvidenceKinds.evidence(from: file)
                counts[evidence.kind, default: 0] += 1
                #expect(evidence.warnings.isEmpty, "\(folder)/\(name)")
            }
        }
        #expect(counts["pprof"] == 74)
        #expect(counts["go-escape"] == 46)
        #expect(counts["git-diff"] == 22)
    }
}
