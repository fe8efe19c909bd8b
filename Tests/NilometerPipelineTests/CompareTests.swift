import NilometerCore
import NilometerPipeline
import NilometerTesting
import Testing

struct CompareTests {
    /// Says of each series whether both sides were one binary.
    private struct BinaryComparer: Comparer {
        func rows(for series: [ComparedSeries]) -> [ComparisonRow] {
            series.map { item in
                ComparisonRow(
                    series: item.series,
                    before: nil,
                    after: nil,
                    baseRuns: item.base.count,
                    headRuns: item.head.count,
                    verdict: item.isSameBinary ? .unchanged : .inconclusive,
                    reason: ""
                )
            }
        }
    }

    private func verdict(_ binaries: [String?]) async throws -> Verdict? {
        let store = MemoryStore()
        _ = await store.createProject(Example.project)
        for (place, binary) in binaries.enumerated() {
            var run = Example.run(place)
            run.context = binary.map { ["binarySha": $0, "toolchain": "go1.27"] } ?? [:]
            _ = await store.append([run])
        }
        let compare = Compare(store: store, comparer: BinaryComparer())
        return try await compare.comparison(base: "c0", head: "c1", in: Example.project).rows.first?.verdict
    }

    @Test(arguments: [
        (["a", "a"], Verdict.unchanged), (["a", "b"], .inconclusive), ([nil, nil], .inconclusive),
        (["a", nil], .inconclusive), (["", ""], .inconclusive),
    ])
    func `runs that name one binary are known to have measured the same`(
        binaries: [String?],
        verdict: Verdict
    )
        async throws
    {
        #expect(try await self.verdict(binaries) == verdict)
    }
}
