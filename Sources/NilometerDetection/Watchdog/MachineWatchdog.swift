public import Foundation
public import NilometerCore

/// Watches the machines of a project for what no series shows alone.
public struct MachineWatchdog: Watchdog {
    private static let named = 3

    /// Makes the watchdog.
    public init() {}

    /// Where measuring broke, and which benchmarks no longer report.
    ///
    /// - Complexity: O(runs × series).
    public func sightings(in window: MachineWindow) -> [Sighting] {
        var found: [Sighting] = []
        for job in WatchedJob.all(in: window) {
            for metric in job.metrics {
                let strikes =
                    FallToZero.strikes(in: metric, of: job) + ChangeOfScale.strikes(in: metric, of: job)
                    + FrozenTime.strikes(in: metric, of: job) + CoarseClock.strikes(in: metric, of: job)
                for strike in strikes { Self.add(Self.sighting(of: strike, metric, job, window.machine), to: &found) }
            }
            for pair in ImpossiblePair.found(in: job) {
                Self.add(Self.sighting(ofPair: pair, job, window.machine), to: &found)
            }
            for group in MissingBenchmarks.found(in: job) {
                guard let sighting = Self.sighting(ofMissing: group, job, window) else { continue }
                Self.add(sighting, to: &found)
            }
        }
        return found
    }

    /// Which machines no longer report though others do.
    public func silences(among arrivals: [MachineArrivals], now: Date) -> [Sighting] {
        Silence.found(among: arrivals, now: now)
    }

    /// Where a machine shifted as a whole.
    ///
    /// - Complexity: O(changes² + runs × series).
    public func shifts(
        in window: MachineWindow,
        changes: [Change],
        noisy: Set<String>,
        beside others: [MachineWindow]
    ) -> [Sighting] {
        EnvironmentShift(window, changes: changes, noisy: noisy).sightings(beside: others)
    }

    /// Adds a sighting; to one of another job with the same commit, or not at all where the series were seen in a worse state.
    private static func add(_ sighting: Sighting, to found: inout [Sighting]) {
        let rivals = found.indices.filter { found[$0].kind == sighting.kind && found[$0].commit == sighting.commit }
        let series = Set(sighting.series)
        if rivals.contains(where: { !series.isDisjoint(with: found[$0].series) }) { return }
        if let place = rivals.first(where: { found[$0].metric == sighting.metric }) {
            found[place].series += sighting.series
            found[place].sentence += " " + sighting.sentence
            if sighting.backAt == nil { found[place].backAt = nil }
            return
        }
        found.append(sighting)
    }

    private static func sighting(
        of strike: Strike,
        _ metric: WatchedMetric,
        _ job: WatchedJob,
        _ machine: String
    ) -> Sighting {
        let names = strike.rows.map { job.benchmarks[metric.rows[$0].benchmark].name }
        let commit = job.columns[strike.run].commit
        return Sighting(
            kind: .instrument,
            machine: machine,
            metric: metric.name,
            commit: commit,
            fromCommit: job.commit(before: strike.run),
            backAt: strike.back.map { job.columns[$0].commit },
            series: strike.rows.flatMap { metric.rows[$0].series },
            sentence:
                "\(strike.rows.count) of the \(strike.among) series of “\(metric.name)” on “\(machine)” \(strike.words) "
                + "at \(commit.prefix(12)): \(list(names))."
        )
    }

    private static func sighting(
        ofPair pair: (metric: WatchedMetric, run: Int, back: Int?, benchmarks: [Int]),
        _ job: WatchedJob,
        _ machine: String
    ) -> Sighting {
        let commit = job.columns[pair.run].commit
        let names = pair.benchmarks.map { job.benchmarks[$0].name }
        return Sighting(
            kind: .instrument,
            machine: machine,
            metric: pair.metric.name,
            commit: commit,
            fromCommit: job.commit(before: pair.run),
            backAt: pair.back.map { job.columns[$0].commit },
            series: pair.benchmarks.flatMap { pair.metric.row(of: $0)?.series ?? [] },
            sentence: "“\(machine)” reports bytes without allocations, or allocations without bytes, "
                + "since \(commit.prefix(12)): \(list(names))."
        )
    }

    /// Nil where all of them are measured by another job since.
    private static func sighting(
        ofMissing group: (run: Int, benchmarks: [Int]),
        _ job: WatchedJob,
        _ window: MachineWindow
    ) -> Sighting? {
        let first = window.columns.firstIndex { $0.run == job.columns[group.run].run } ?? 0
        let places = Dictionary(uniqueKeysWithValues: zip(window.series.map(\.id), window.series.indices))
        let missing = group.benchmarks.filter { benchmark in
            !window.columns[first...].contains { column in
                job.benchmarks[benchmark].series.contains { places[$0].map { !column.values[$0].isNaN } ?? false }
            }
        }
        guard !missing.isEmpty else { return nil }
        let names = missing.map { job.benchmarks[$0].name }
        let commit = job.columns[group.run].commit
        let subject =
            names.count == 1
            ? "A benchmark of “\(window.machine)” has" : "\(names.count) benchmarks of “\(window.machine)” have"
        return Sighting(
            kind: .missing,
            machine: window.machine,
            commit: commit,
            fromCommit: job.commit(before: group.run),
            series: missing.flatMap { job.benchmarks[$0].series },
            sentence: "\(subject) not reported since \(commit.prefix(12)): \(list(names))."
        )
    }

    /// The first few of some names.
    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(named).joined(separator: ", ")
        return names.count > named ? "\(shown) and \(names.count - named) more" : shown
    }
}
