import Foundation
import NilometerCore
import NilometerDetection
import Testing

/// The allocation limits of a public project, commit by commit, with one known failure of measuring.
///
/// The history is not part of the project. It is looked for in the folder that `NILOMETER_SHARED` names, else in `shared`
/// beside the checkout.
struct AllocationLimitsTests {
    private struct Line: Decodable {
        var commit: String
        var date: String
        var toolchain: String
        var test: String
        var limit: Double
    }

    private static let file: URL? = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let named = ProcessInfo.processInfo.environment["NILOMETER_SHARED"].map { URL(fileURLWithPath: $0) }
        let folder = named ?? root.deletingLastPathComponent().appendingPathComponent("shared")
        let file = folder.appendingPathComponent("data/swift-nio-thresholds/history.jsonl")
        return FileManager.default.fileExists(atPath: file.path) ? file : nil
    }()

    /// Where files ended: at a commit of the history, or on a day between two of them.
    private static let ends = [
        "nightly-6.0": "9336e1f25", "nightly-6.1": "517dccac4", "5.9": "2025-05-07", "6.0": "2026-04-09",
    ]

    /// A window of each toolchain, a run for each commit from its first on; `count` commits in all.
    private static func windows(_ lines: [Line], _ commits: [String], count: Int) -> [MachineWindow] {
        Dictionary(grouping: lines, by: \.toolchain).sorted { $0.key < $1.key }.compactMap { toolchain, own in
            let end =
                ends[toolchain].flatMap { end in
                    lines.first { $0.commit.hasPrefix(end) || end.contains("-") && $0.date >= end }
                }.flatMap { commits.firstIndex(of: $0.commit) } ?? commits.count
            let first = commits.firstIndex { $0 == own[0].commit } ?? 0
            guard first < min(count, end) else { return nil }
            let tests = Set(own.map(\.test)).sorted()
            var limits = [Double](repeating: .nan, count: tests.count)
            var watched = Watched(machine: toolchain, metric: "mallocs", values: tests.map { _ in [] })
            for commit in commits[first..<min(count, end)] {
                for line in own where line.commit == commit {
                    if let place = tests.firstIndex(of: line.test) { limits[place] = line.limit }
                }
                for place in tests.indices { watched.values[place].append(limits[place]) }
            }
            return Watched.window([watched], commits: Array(commits[first..<min(count, end)]))
        }
    }

    @Test(.enabled(if: file != nil, "the allocation limits of a public project are not there"))
    func `the one failure of measuring in two years of allocation limits is seen, and nothing else`() throws {
        let file = try #require(Self.file)
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
            try JSONDecoder().decode(Line.self, from: Data($0.utf8))
        }
        var commits: [String] = []
        for line in lines where commits.last != line.commit { commits.append(line.commit) }
        #expect(commits.count == 29)
        var seen: Set<String> = []
        for count in 1...commits.count {
            for window in Self.windows(lines, commits, count: count) {
                for sighting in MachineWatchdog().sightings(in: window) {
                    seen.insert("\(sighting.kind) \(sighting.machine) \(sighting.commit) \(sighting.series.count)")
                    #expect(sighting.backAt == nil)
                }
            }
        }
        #expect(seen == ["instrument nightly-main 37e191d35bd1a86752e9357a03331330844db0f3 33"])
    }
}
