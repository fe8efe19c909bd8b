import Foundation
import NilometerCore
import NilometerEvidence
import NilometerFormats
import NilometerStatistics

/// Two folders of evidence, and what got worse between them by the rule for counts.
struct ExplainedPair {
    var before: EvidenceSide
    var after: EvidenceSide
    var moved: [MovedReading]

    /// Reads the folders; benchmark outputs are `bench.txt` and, of the profiled runs, `mem-bench.txt`.
    init(before old: [(name: String, bytes: [UInt8])], after new: [(name: String, bytes: [UInt8])]) throws {
        before = Self.side(old)
        after = Self.side(new)
        // The patch of a folder leads to it from the folder before.
        before.files.removeAll { $0.name.hasSuffix(".patch") }
        let (a, b) = (try Self.levels(old), try Self.levels(new))
        moved = b.compactMap { key, values in
            guard let was = a[key], let x = Median.of(was), let y = Median.of(values), y > x else {
                return nil
            }
            let isCount = key.metric == "allocs/op"
            guard isCount ? y - x >= 1 : key.metric == "B/op" && y - x > 16 && y > 1.02 * x else { return nil }
            if Set(was).count > 1, (values.min() ?? 0) <= (was.max() ?? 0) { return nil }
            return MovedReading(key: key, unit: isCount ? "1" : "B", before: x, after: y)
        }.sorted {
            ($0.key.benchmark, $0.key.parametersText, $0.key.metric) < (
                $1.key.benchmark, $1.key.parametersText, $1.key.metric
            )
        }
    }

    private static func side(_ files: [(name: String, bytes: [UInt8])]) -> EvidenceSide {
        var side = EvidenceSide()
        for (name, bytes) in files {
            let kind = name.hasSuffix(".patch") ? "git-diff" : "auto"
            let file = EvidenceFile(kind: kind, name: name, bytes: bytes)
            if kind != "auto" || EvidenceKinds.recognises(file) { side.files.append(file) }
        }
        return side
    }

    private static func levels(_ files: [(name: String, bytes: [UInt8])]) throws -> [SeriesKey: [Double]] {
        guard let file = files.first(where: { $0.name == "bench.txt" }) else { return [:] }
        var levels: [SeriesKey: [Double]] = [:]
        for reading in try Formats.report(from: Upload(name: file.name, bytes: file.bytes)).readings {
            let key = SeriesKey(benchmark: reading.benchmark, parameters: reading.parameters, metric: reading.metric)
            levels[key, default: []] += reading.samples
        }
        return levels
    }
}
