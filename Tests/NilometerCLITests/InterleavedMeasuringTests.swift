import Foundation
import NilometerCore
import NilometerDetection
import NilometerFormats
import Testing

@testable import nilometer

struct InterleavedMeasuringTests {
    /// Measures a line for the shell, which sees in its folder whether it is the base or the head.
    private static func measured(
        _ line: String,
        pairs: Int = 8,
        most: Duration = .seconds(600),
        metrics: [String] = [],
        clock: (@Sendable () -> Duration)? = nil
    ) async throws -> (outcome: InterleavedOutcome, order: String) {
        let folder = try TemporaryFolder()
        try folder.write("base\n", to: "base/side")
        try folder.write("head\n", to: "head/side")
        let path = folder.path
        var measuring = InterleavedMeasuring(
            process: BenchmarkProcess(command: .line("read side < side; cat side >> '\(path)/order'; " + line)),
            plan: LookPlan(pairs: pairs),
            limit: 0.01,
            mostTime: most,
            selection: InterleavedSelection(metrics: metrics),
            progress: AbProgress(pairs: pairs, isTerminal: false)
        )
        if let clock { measuring.clock = clock }
        let outcome = try await measuring.measure(base: path + "/base", head: path + "/head")
        let order = try String(contentsOfFile: path + "/order", encoding: .utf8)
        return (outcome, order.split(separator: "\n").map { String($0.prefix(1)) }.joined())
    }

    @Test func `the order alternates, and the first pair is left out`() async throws {
        let line = "n=$(wc -l < ../order); [ $side = base ] && v=100 || v=120; echo \"BenchmarkA 1 $v.$n ns/op\""
        let (outcome, order) = try await Self.measured(line)
        #expect(order == "bhhbbhhbbhhbbhhbbh")
        #expect(outcome.pairs == 8)
        #expect(outcome.comparison.rows.map(\.verdict) == [.regressed])
        #expect(outcome.ending == .planned)
    }

    @Test func `counts alone are decided by two pairs`() async throws {
        let line = "[ $side = base ] && v=7 || v=8; echo \"BenchmarkA 1 5.$RANDOM ns/op $v allocs/op\""
        let (outcome, order) = try await Self.measured(line, metrics: ["allocs/op"])
        #expect(order == "bhhb")
        #expect(outcome.comparison.rows.map(\.verdict) == [.regressed])
        #expect(outcome.ending == .decided)
    }

    @Test func `a run that fails is tried once again`() async throws {
        let line = """
            n=$(wc -l < ../order); [ $n = 3 ] && exit 9; [ $side = base ] && v=100 || v=120; echo "BenchmarkA 1 $v.$n ns/op"
            """
        let (outcome, order) = try await Self.measured(line)
        #expect(order == "bhhhbbhhbbhhbbhhbbh")
        #expect(outcome.comparison.rows.map(\.verdict) == [.regressed])
    }

    @Test func `a run that fails twice ends it, and what was measured is judged`() async throws {
        let line = """
            n=$(wc -l < ../order); [ $n -gt 20 ] && { echo boom >&2; exit 9; }
            [ $side = base ] && v=100 || v=120; echo "BenchmarkA 1 $v.$n ns/op"
            """
        let (outcome, _) = try await Self.measured(line, pairs: 20)
        #expect(outcome.pairs == 9)
        #expect(outcome.comparison.rows.map(\.verdict) == [.regressed])
        guard case .failure(let sentence) = outcome.ending else {
            Issue.record("\(outcome.ending)")
            return
        }
        #expect(sentence.contains("The base's run in pair 10"))
        #expect(sentence.hasSuffix("failed twice: the second time it ended with status 9. Its last words: boom."))
    }

    @Test func `the end of the time is a last look`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path
        try folder.write("", to: "ticks")
        // Each time that is asked, a second has passed.
        let clock: @Sendable () -> Duration = {
            let size = (try? FileManager.default.attributesOfItem(atPath: path + "/ticks")[.size] as? Int) ?? 0
            try? Data(count: size + 1).write(to: URL(fileURLWithPath: path + "/ticks"))
            return .seconds(size)
        }
        let line = "n=$(wc -l < ../order); [ $side = base ] && v=100 || v=120; echo \"BenchmarkA 1 $v.$n ns/op\""
        let (outcome, _) = try await Self.measured(line, pairs: 30, most: .seconds(42), clock: clock)
        #expect(outcome.ending == .time)
        #expect((8...20).contains(outcome.pairs))
        #expect(outcome.comparison.rows.map(\.verdict) == [.regressed])
    }

    @Test func `what is on one side only is missing, and ends it soon`() async throws {
        let (outcome, order) = try await Self.measured("echo \"Benchmark$side 1 5 ns/op\"")
        #expect(order == "bhhb")
        #expect(outcome.comparison.rows.map(\.verdict) == [.missing, .missing])
    }

    @Test func `the fewest pairs that show one change among many rows are told`() {
        #expect(AbProgress.pairsToShowOne(among: 1) == 8)
        #expect(AbProgress.pairsToShowOne(among: 100) == 15)
    }
}
