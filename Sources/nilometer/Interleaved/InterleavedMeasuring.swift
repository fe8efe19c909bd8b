import NilometerCore
import NilometerDetection

/// Measures two sides in the order base, head, head, base, and so on, until all is decided, planned or the time is up.
///
/// The first pair warms the machine, and is judged only where counts are the same in it. The number of pairs at which a limit of
/// time ends it does not depend on which side was faster, so that what is left of the error is spent there.
struct InterleavedMeasuring: Sendable {
    private enum Run {
        case readings([Reading])
        case failure(String)
        case timeIsUp
    }

    /// What runs on each side.
    var process: BenchmarkProcess
    /// When is looked.
    var plan: LookPlan
    /// The relative difference below which levels count as equal.
    var limit: Double
    /// The most time.
    var mostTime: Duration
    /// What is judged.
    var selection: InterleavedSelection
    /// What is told meanwhile.
    var progress: AbProgress
    /// The time passed since some beginning.
    var clock: @Sendable () -> Duration = { ContinuousClock.now - .nilometerBegin }

    /// Measures in the folders of the sides.
    ///
    /// - Throws: `CommandError` when the command cannot be started, its results cannot be read, or not one pair was made;
    ///   `CancellationError`.
    func measure(base: String, head: String) async throws -> InterleavedOutcome {
        let begun = clock()
        let planned = plan.looks[plan.looks.count - 1].pairs
        var record = InterleavedRecord(selection)
        var longest = Duration.zero
        var ending: InterleavedOutcome.Ending?
        // One more than planned: the first warms the machine.
        for number in 0...planned where ending == nil {
            let start = clock()
            let left = mostTime - (start - begun)
            if number > 0, left < longest {
                ending = .time
                break
            }
            progress.making(pair: number, left: left)
            var sides: [(isHead: Bool, readings: [Reading])] = []
            for isHead in number.isMultiple(of: 2) ? [false, true] : [true, false] where ending == nil {
                let folder = isHead ? head : base
                let pair = number == 0 ? "the pair that warms the machine" : "pair \(number)"
                let name = "The \(isHead ? "head" : "base")'s run in \(pair)"
                switch try await run(in: folder, named: name, until: begun + mostTime) {
                case .readings(let readings): sides.append((isHead, readings))
                case .failure(let sentence): ending = .failure(sentence)
                case .timeIsUp: ending = .time
                }
            }
            guard ending == nil else { break }
            record.add(
                base: sides.first { !$0.isHead }?.readings ?? [],
                head: sides.first { $0.isHead }?.readings ?? []
            )
            longest = max(longest, clock() - start)
            if number == 0 { progress.madeFirst(took: longest, mostTime: mostTime, rows: record.readings.count) }
            ending = decided(record)
        }
        progress.ended()
        return try outcome(of: record, ending: ending ?? .planned, took: clock() - begun)
    }

    /// Whether no further pair is needed.
    private func decided(_ record: InterleavedRecord) -> InterleavedOutcome.Ending? {
        let readings = record.readings
        if readings.isEmpty || readings.allSatisfy(\.pairs.isEmpty) { return record.count >= 2 ? .decided : nil }
        if allExact(record) != nil { return .decided }
        let kept = record.count - 1
        // Before the first look only exact values can be decided, which takes few pairs.
        guard kept > 0, kept <= 5 || plan.looks.contains(where: { $0.pairs == kept }) else { return nil }
        let comparison = InterleavedComparison(readings, plan: plan, limit: limit, isOver: false, dropsFirst: true)
        if plan.looks.contains(where: { $0.pairs == kept }) { progress.looked(comparison, pairs: kept) }
        return comparison.nextLook == nil ? (kept == plan.looks.last?.pairs ? .planned : .decided) : nil
    }

    /// The comparison when every row is exact, the first pair among them.
    private func allExact(_ record: InterleavedRecord) -> InterleavedComparison? {
        guard record.count >= 2 else { return nil }
        let comparison = InterleavedComparison(record.readings, plan: plan, limit: limit, isOver: false)
        let isExact = comparison.rows.allSatisfy { $0.isExact || $0.verdict == .missing }
        return isExact && comparison.rows.contains(where: \.isExact) ? comparison : nil
    }

    private func outcome(
        of record: InterleavedRecord,
        ending: InterleavedOutcome.Ending,
        took: Duration
    ) throws -> InterleavedOutcome {
        if case .failure(let sentence) = ending, record.count < 2 { throw CommandError.failed(sentence) }
        guard record.count > 0 else {
            throw CommandError.failed(
                "Not one pair was complete within \(TextSpan.text(mostTime)); raise --max-time, or run fewer benchmarks."
            )
        }
        if let comparison = allExact(record) {
            return InterleavedOutcome(comparison: comparison, pairs: record.count, took: took, ending: ending)
        }
        let comparison = InterleavedComparison(
            record.readings,
            plan: plan,
            limit: limit,
            isOver: true,
            dropsFirst: true
        )
        return InterleavedOutcome(
            comparison: comparison,
            pairs: max(1, record.count - 1),
            took: took,
            ending: ending
        )
    }

    /// Runs one side; a run that fails is tried once again.
    private func run(in folder: String, named name: String, until end: Duration) async throws -> Run {
        var failure = ""
        for attempt in 1...2 {
            let left = end - clock()
            guard left > .zero else { return .timeIsUp }
            switch try await process.run(in: folder, timeLimit: left) {
            case .readings(let readings): return .readings(readings)
            case .failure(let clause):
                guard end > clock() else { return .timeIsUp }
                failure = clause
                if attempt == 1 { progress.tell("\(name) \(clause). It is tried once again.") }
            }
        }
        return .failure("\(name) failed twice: the second time it \(failure).")
    }
}

extension ContinuousClock.Instant {
    /// Some instant of this process, from which time is counted.
    fileprivate static let nilometerBegin = ContinuousClock.now
}
