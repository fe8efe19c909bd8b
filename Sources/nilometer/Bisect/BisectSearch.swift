import Foundation
import NilometerCore
import NilometerDetection

/// A bisection under way: measures what comes next, keeps it, and tells how it goes.
struct BisectSearch {
    /// When a search ends without having found the commit.
    struct Limits: Sendable {
        /// The most runs.
        var runs: Int
        /// No run begins after it; nil for no limit.
        var end: ContinuousClock.Instant?
    }

    private let line: BisectLine
    private let question: BisectQuestion
    private let journal: BisectJournal
    private let limits: Limits
    private let progress: @Sendable (String) -> Void
    private let places: [String: Int]
    private var bisection: Bisection
    private var unit = "1"
    private var skipped: [Int: String] = [:]

    /// Begins, or goes on with what the journal holds.
    init(
        line: BisectLine,
        question: BisectQuestion,
        journal: BisectJournal,
        limits: Limits,
        progress: @escaping @Sendable (String) -> Void
    ) {
        self.line = line
        self.question = question
        self.journal = journal
        self.limits = limits
        self.progress = progress
        places = Dictionary(line.commits.enumerated().map { ($1.sha, $0) }) { first, _ in first }
        bisection = Bisection(count: line.count, isExact: Metric.isCount(metric: question.metric))
        for entry in journal.entries { take(entry) }
    }

    /// Searches to the end, and removes the work trees.
    ///
    /// - Throws: `CommandError` when an end cannot be measured; `CancellationError`.
    mutating func outcome(with builds: BisectBuilds) async throws -> BisectOutcome {
        do {
            try await builds.tidy()
            let step = try await search(with: builds)
            await builds.removeAll()
            return BisectOutcome(
                line: line,
                question: question,
                unit: unit,
                step: step,
                bisection: bisection,
                skipped: skipped
            )
        } catch {
            await builds.removeAll()
            throw error
        }
    }

    private mutating func search(with builds: BisectBuilds) async throws -> BisectStep {
        let many = "\(line.count) commit\(line.count == 1 ? "" : "s")"
        let known = bisection.runs.isEmpty ? "" : "; \(bisection.runs.count) runs are kept from before"
        progress("\(many) after \(line.commits[0].short)\(known)")
        while true {
            let next = bisection.next
            guard case .measure(let place) = next else { return .ended(next) }
            if bisection.runs.count >= limits.runs {
                return .stopped("the \(limits.runs) runs of --max-runs are used up")
            }
            if let end = limits.end, ContinuousClock.now >= end { return .stopped("the time of --max-time is over") }
            try Task.checkCancellation()
            let commit = line.commits[place]
            do {
                let value = try await measure(commit, in: try await builds.folder(of: commit.sha))
                try keep(BisectJournal.Entry(commit: commit.sha, value: value.value, unit: value.unit))
                progress(BisectProgress(line: line, bisection: bisection, unit: unit).text)
            } catch let error as BisectBuilds.Unbuildable {
                try await pass(place, because: error.reason, in: builds)
            } catch let error as BisectSelection.Absent {
                try await pass(place, because: error.reason, in: builds)
            }
        }
    }

    private func measure(_ commit: BisectLine.Commit, in folder: String) async throws -> Measurement.Value {
        let process = ChildProcess(
            words: question.command,
            folder: folder,
            environment: ["NILOMETER_COMMIT": commit.sha]
        )
        let measurement: Measurement
        do {
            measurement = try await MeasuredCommand(
                process: process,
                results: question.results,
                format: question.format
            ).measurement()
        } catch let error as CommandError {
            throw BisectBuilds.Unbuildable(reason: error.sentence)
        }
        return try BisectSelection(benchmark: question.benchmark, metric: question.metric).value(in: measurement)
    }

    private mutating func pass(_ place: Int, because reason: String, in builds: BisectBuilds) async throws {
        let commit = line.commits[place]
        guard place > 0, place < line.count else {
            let name = place == 0 ? "GOOD" : "BAD"
            throw CommandError.failed("\(name), \(commit.short), cannot be measured: \(reason)")
        }
        guard !bisection.runs.contains(where: { $0.place == place }) else {
            throw CommandError.failed(
                "\(commit.short) was measured before, and now cannot be: \(reason); see to it, and repeat the call to go on."
            )
        }
        await builds.drop(commit.sha)
        try keep(BisectJournal.Entry(commit: commit.sha, skipped: reason))
        progress("\(commit.short)  passed over: \(reason)")
    }

    private mutating func keep(_ entry: BisectJournal.Entry) throws {
        try journal.append(entry)
        take(entry)
    }

    private mutating func take(_ entry: BisectJournal.Entry) {
        guard let place = places[entry.commit] else { return }
        if let value = entry.value {
            bisection.take(BisectionRun(place: place, value: value))
            unit = entry.unit ?? unit
        } else {
            bisection.skip(place)
            skipped[place] = entry.skipped ?? "no reason was kept"
        }
    }
}
