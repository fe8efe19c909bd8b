import Foundation
import NilometerCore
import NilometerDetection
import NilometerFormats
import Testing

@testable import nilometer

struct BenchstatTests {
    private func lines(samplesAreRuns: Bool = false) throws -> [String] {
        CompareText(
            comparison: try BenchstatReference.comparison(samplesAreRuns: samplesAreRuns),
            labels: ("good", "bad"),
            samplesAreRuns: samplesAreRuns
        ).lines
    }

    @Test func `every cell of every table is that of benchstat, but for rises from 0`() throws {
        let expected = BenchstatReference.rows(try BenchstatReference().text)
        let found = BenchstatReference.rows(try lines())
        #expect(expected.count == 42)
        #expect(Set(found.keys) == Set(expected.keys))
        var rises = 0
        for (row, words) in expected {
            var own = try #require(found[row], "\(row)")
            var theirs = words
            if let mark = theirs.firstIndex(of: "?"), theirs[0] != "geomean", theirs.last?.hasPrefix("n=") == true,
                theirs[mark - 1] != "±"
            {
                rises += 1
                try #require(own.count == theirs.count + 2, "\(row)")
                #expect(own[mark].hasPrefix("+") && own[mark + 1] == "(was" && own[mark + 2] == "0)", "\(row)")
                own.removeSubrange(mark...(mark + 2))
                theirs.remove(at: mark)
            }
            // The number of a footnote depends on the order of the rows, and rises from 0 come first here.
            let marks = ["¹", "²"]
            #expect(own.filter { !marks.contains($0) } == theirs.filter { !marks.contains($0) }, "\(row)")
        }
        #expect(rises == 13)
    }

    @Test func `tables without a rise from 0 are laid out as benchstat lays them out, to the character`() throws {
        let reference = try BenchstatReference().text
        let own = try lines()
        // The tables of B/op and allocs/op have rises from 0, whose text is wider.
        let first = try #require(reference.firstIndex(of: ""))
        let last = try #require(reference.firstIndex { $0.contains("B/s") })
        for line in reference[..<first] + reference[(last - 1)...] where !line.isEmpty {
            #expect(own.contains { $0.hasPrefix(line) }, "\(line)")
        }
    }

    @Test func `unrounded centres are those of benchstat's CSV`() throws {
        let comparison = try BenchstatReference.comparison()
        var unit = ""
        var package = ""
        var compared = 0
        for cells in try BenchstatReference().csv {
            if cells[0].hasPrefix("pkg: ") { package = String(cells[0].dropFirst(5)) }
            guard cells.count == 7, cells[1] != "good" else { continue }
            if cells[0].isEmpty {
                unit = cells[1]
                continue
            }
            let table = comparison.tables.first { $0.title == unit && $0.configuration["pkg"] == package }
            let row = table?.rows.first { $0.name == cells[0] }
            let isMean = cells[0] == "geomean"
            let pairs = [
                (cells[1], isMean ? table?.oldMean : row?.old?.centre),
                (cells[3], isMean ? table?.newMean : row?.new?.centre),
            ]
            for (text, value) in pairs {
                compared += 1
                guard let number = Double(text) else {
                    #expect(text.isEmpty && value == nil, "\(cells)")
                    continue
                }
                let own = try #require(value, "\(cells)")
                #expect(abs(own - number) <= 1e-13 * abs(number), "\(cells)")
            }
        }
        #expect(compared == 2 * (39 + 9))
    }

    @Test func `rises from 0 come first in their table, the largest first`() throws {
        let comparison = try BenchstatReference.comparison()
        let table = try #require(comparison.tables.first { $0.title == "allocs/op" })
        let names = [
            "SumProcessed-2", "RunAll-2", "Handle-2", "PathLength-2", "Distinct-2", "Score-2", "ProcessData-2",
        ]
        #expect(table.rows.map(\.name).starts(with: names))
    }

    @Test func `one file is one run: overlapping times are inconclusive, moved counts are decided`() throws {
        let comparison = try BenchstatReference.comparison()
        let counts = try #require(comparison.tables.first { $0.title == "allocs/op" })
        for row in counts.rows {
            let expected: Verdict = row.old?.centre == row.new?.centre ? .unchanged : .regressed
            #expect(row.judgement.verdict == expected, "\(row.name)")
        }
        let times = try #require(comparison.tables.first { $0.title == "sec/op" })
        for row in times.rows {
            let (old, new) = (try #require(row.old), try #require(row.new))
            let isApart = new.least > old.greatest && new.centre / old.centre > 1.5
            #expect(row.judgement.verdict == (isApart ? .regressed : .inconclusive), "\(row.name)")
            if !isApart { #expect(row.judgement.runsToSettle ?? 0 >= 5) }
        }
    }

    @Test func `with samples taken for runs the verdicts are benchstat's, and the column says so`() throws {
        let comparison = try BenchstatReference.comparison(samplesAreRuns: true)
        let times = try #require(comparison.tables.first { $0.title == "sec/op" })
        #expect(times.rows.first { $0.name == "Distinct-2" }?.judgement.verdict == .improved)
        #expect(times.rows.first { $0.name == "Score-2" }?.judgement.verdict == .regressed)
        #expect(try lines(samplesAreRuns: true).contains { $0.hasSuffix("verdict, samples taken for runs") })
    }

    @Test(arguments: 0..<21)
    func `neighbouring steps compare: each p is in 0...1, and unchanged counts regress nowhere`(index: Int) throws {
        let folder = BenchstatReference.folder.appendingPathComponent("../../deploy/sample").standardized
        let steps = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
            $0.first?.isNumber == true
        }
        .sorted()
        try #require(steps.count == 22)
        let comparison = ComparisonOfSets(
            old: [try BenchstatReference.report(of: steps[index])],
            new: [try BenchstatReference.report(of: steps[index + 1])]
        )
        #expect(comparison.rows.count >= 36)
        for row in comparison.rows where row.judgement.verdict != .missing {
            let p = try #require(row.p)
            #expect((0...1).contains(p))
            let isSame = row.old?.sorted == row.new?.sorted
            if isSame { #expect(row.judgement.verdict == .unchanged || row.judgement.verdict == .inconclusive) }
        }
    }
}
