import Foundation
import NilometerCore
import NilometerStatistics

/// Many noisy series of a machine that moved the same way at one commit, and what says that it was not the code.
struct EnvironmentShift {
    private static let fewest = 5
    private static let fewestMoved = 3
    private static let share = 0.3
    /// How many values before a commit make a series a witness.
    private static let before = 10

    /// Series that moved together.
    private struct Shift {
        /// The place of the commit in the line of the window.
        var place: Int
        var changes: [Change]
        var among: Int

        /// The middle of their sizes, as a logarithm.
        var size: Double {
            Median.of(changes.map { log($0.after / $0.before) }.filter(\.isFinite)) ?? 0
        }
    }

    private let window: MachineWindow
    private let noisy: Set<String>
    private let changes: [Change]
    /// The window's commits in order, each once, and the place of each.
    private let commits: [String]
    private let places: [String: Int]

    init(_ window: MachineWindow, changes: [Change], noisy: Set<String>) {
        self.window = window
        self.noisy = noisy
        self.changes = changes
        var commits: [String] = []
        for column in window.columns where commits.last != column.commit { commits.append(column.commit) }
        self.commits = commits
        places = Dictionary(zip(commits, commits.indices), uniquingKeysWith: { first, _ in first })
    }

    /// The shifts for which something says that the environment caused them.
    func sightings(beside others: [MachineWindow]) -> [Sighting] {
        shifts().compactMap { shift in
            let evidence =
                context(around: shift) ?? others.lazy.compactMap { elsewhere(shift, $0) }.first ?? rerun(of: shift)
            guard let evidence else { return nil }
            let commit = commits[shift.place]
            let verb = shift.size > 0 ? "rose" : "fell"
            let percent = Int(min(1e9, abs(exp(shift.size) - 1) * 100).rounded())
            return Sighting(
                kind: .environment,
                machine: window.machine,
                commit: commit,
                fromCommit: commits[shift.place - 1],
                series: shift.changes.map(\.series.id),
                sentence:
                    "\(shift.changes.count) of the \(shift.among) series of “\(window.machine)” that vary \(verb) together "
                    + "at \(commit.prefix(12)), by \(percent) % in the middle, and \(evidence)."
            )
        }
    }

    /// The largest groups of changes within one commit of another, each change in one of them.
    private func shifts() -> [Shift] {
        let watched = window.series.indices.filter { noisy.contains(window.series[$0].id) }
        guard watched.count >= Self.fewest else { return [] }
        var left: [(place: Int, change: Change)] = changes.compactMap { change in
            guard change.state != .retracted, noisy.contains(change.series.id), let place = places[change.commit],
                place > 0, change.before > 0, change.after > 0
            else { return nil }
            return (place, change)
        }
        var found: [Shift] = []
        while let best = largest(among: left) {
            let witnesses = Set(
                watched.filter { values(of: $0, before: best.place) >= Self.before }.map { window.series[$0].id }
            )
            var shift = Shift(place: best.place, changes: [], among: witnesses.count)
            var seen: Set<String> = []
            shift.changes = best.changes.filter {
                witnesses.contains($0.series.id) && seen.insert($0.series.id).inserted
            }
            let ids = Set(best.changes.map(\.id))
            left.removeAll { ids.contains($0.change.id) }
            let asked = max(Double(Self.fewestMoved), Self.share * Double(witnesses.count))
            if witnesses.count >= Self.fewest, Double(shift.changes.count) >= asked { found.append(shift) }
        }
        return found.sorted { $0.place < $1.place }
    }

    /// The commit with the most changes of one sign within one commit; the earlier where several have as many.
    private func largest(among left: [(place: Int, change: Change)]) -> (place: Int, changes: [Change])? {
        var best: (place: Int, changes: [Change])?
        for place in Set(left.map(\.place)).sorted() {
            let near = left.filter { abs($0.place - place) <= 1 }.map(\.change)
            for group in [near.filter { $0.after > $0.before }, near.filter { $0.after < $0.before }]
            where group.count > best?.changes.count ?? 0 {
                // The own commit must have moved the same way.
                if group.contains(where: { places[$0.commit] == place }) { best = (place, group) }
            }
        }
        return best
    }

    private func values(of series: Int, before place: Int) -> Int {
        window.columns.count { places[$0.commit] ?? 0 < place && !$0.values[series].isNaN }
    }
}

// What says that it was not the code.
extension EnvironmentShift {
    /// Facts of the host, as people name them in a run's context.
    private static let hostFacts: Set<String> = [
        "os", "kernel", "image", "runner", "host", "hostname", "hypervisor", "virtualisation", "virtualization",
        "instance", "cloud", "governor", "microcode", "bios", "container", "cpu", "memory", "libc",
    ]
    private static let steady = 3

    /// A fact of the host that was steady before and after, and changed within one commit.
    private func context(around shift: Shift) -> String? {
        for place in max(1, shift.place - 1)...min(commits.count - 1, shift.place + 1) {
            let before = window.columns.filter { places[$0.commit] ?? 0 < place }.suffix(Self.steady)
            let after = window.columns.filter { places[$0.commit] ?? 0 >= place }.prefix(Self.steady)
            guard before.count == Self.steady else { continue }
            for fact in Self.hostFacts.sorted() {
                let (old, new) = (Set(before.map { $0.context[fact] }), Set(after.map { $0.context[fact] }))
                guard old.count == 1, new.count == 1, old != new, let from = old.first, let to = new.first else {
                    continue
                }
                return "its \(fact) changed from “\(from ?? "unknown")” to “\(to ?? "unknown")”"
            }
        }
        return nil
    }

    /// Another machine that measured the same commits without the shift.
    private func elsewhere(_ shift: Shift, _ other: MachineWindow) -> String? {
        let moved = Set(shift.changes.map(\.series.key))
        let sizes = other.series.indices.filter { moved.contains(other.series[$0].key) }.compactMap {
            series -> Double? in
            let shared = other.columns.filter { places[$0.commit] != nil && $0.values[series] > 0 }
            let before = shared.filter { places[$0.commit] ?? 0 < shift.place }.map { $0.values[series] }
            let after = shared.filter { places[$0.commit] ?? 0 > shift.place }.map { $0.values[series] }
            guard before.count >= Self.steady, after.count >= Self.steady, let old = Median.of(before),
                let new = Median.of(after)
            else { return nil }
            return log(new / old)
        }
        guard sizes.count >= Self.steady, let size = Median.of(sizes), size / shift.size < 0.5 else { return nil }
        return "“\(other.machine)” measured the same commits without it"
    }

    /// Runs of older commits that came after the shift, and moved too.
    private func rerun(of shift: Shift) -> String? {
        guard let start = window.columns.first(where: { places[$0.commit] ?? 0 >= shift.place })?.receivedAt else {
            return nil
        }
        let moved = Set(shift.changes.map(\.series.id))
        let series = window.series.indices.filter { moved.contains(window.series[$0].id) }
        for late in window.columns where places[late.commit] ?? 0 < shift.place && late.receivedAt > start {
            let early = window.columns.filter { $0.commit == late.commit && $0.receivedAt < start }
            let sizes = series.compactMap { one -> Double? in
                guard late.values[one] > 0,
                    let old = Median.of(early.map { $0.values[one] }.filter { $0 > 0 })
                else { return nil }
                return log(late.values[one] / old)
            }
            guard sizes.count >= Self.steady, let size = Median.of(sizes), size / shift.size >= 0.5 else { continue }
            return "the older commit \(late.commit.prefix(12)) moved too when it was measured again"
        }
        return nil
    }
}
