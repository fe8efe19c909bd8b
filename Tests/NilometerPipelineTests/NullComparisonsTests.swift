import Foundation
import NilometerCore
import NilometerPipeline
import Testing

struct NullComparisonsTests {
    /// 40 commits whose values step by 1 % to and fro, each run twice; the second run of some is far off.
    private func points(off: Set<Int>) -> [Point] {
        (0..<40).flatMap { commit -> [Point] in
            let value = commit % 2 == 0 ? 100.0 : 101.0
            return [
                Point(commit: "c\(commit)", run: "r\(commit)", value: value),
                Point(
                    commit: "c\(commit)",
                    run: "s\(commit)",
                    value: off.contains(commit) ? value * 1.2 : value * 1.001
                ),
            ]
        }
    }

    @Test func `re-runs of a commit that differ too much are counted`() {
        var sum = NullComparisons()
        sum.add(points(off: [3, 17]), changedAt: [], binaries: [:])
        #expect(sum.reruns == 40)
        #expect(sum.differingReruns == 2)
        #expect(sum.equalBinaries == 0)
    }

    @Test func `a change between equal binaries is a false one`() {
        var sum = NullComparisons()
        var binaries: [String: String] = [:]
        for commit in 0..<40 {
            for run in ["r", "s"] { binaries["\(run)\(commit)"] = commit < 10 ? "a" : "b\(commit)" }
        }
        sum.add(points(off: []), changedAt: ["c5", "c20"], binaries: binaries)
        #expect(sum.equalBinaries == 9)
        #expect(sum.changedBinaries == 1)
    }

    @Test func `a young series, and one that does not vary, prove nothing`() {
        var sum = NullComparisons()
        sum.add(Array(points(off: [1]).prefix(12)), changedAt: [], binaries: [:])
        sum.add((0..<30).map { Point(commit: "c\($0 / 2)", run: "\($0)", value: 7) }, changedAt: [], binaries: [:])
        #expect(sum.reruns == 0)
    }
}
