import Crypto
import Foundation
public import NilometerCore

extension MemoryStore {
    /// Stores a group; one answer a run, in order.
    public func append(_ runs: [Run]) -> [Appended] { runs.map(append) }

    private func append(_ run: Run) -> Appended {
        guard var project = contents[run.project] else { return .unknownProject }
        if let known = project.runs.last(where: { $0.key == run.key && !$0.isDeleted }) {
            let age = run.receivedAt.timeIntervalSince(known.listed.receivedAt)
            if run.keyHoldsFor.map({ age <= $0 }) ?? true {
                return known.digest == run.digest
                    ? .repeated(project.listed(known)) : .conflict(firstRun: known.listed.id)
            }
        }
        guard !run.readings.isEmpty else { return .refused("The run has no reading.") }
        var entry = MemoryProject.Entry(
            listed: StoredRun(
                id: run.id,
                commit: run.commit,
                machine: run.machine,
                context: run.context,
                origin: run.origin,
                receivedAt: run.receivedAt,
                readingCount: run.readings.count,
                warnings: run.warnings,
                base: run.base.map { MergeBase(branch: $0.branch, sha: $0.sha) }
            ),
            key: run.key,
            digest: run.digest,
            values: [],
            failed: [],
            source: run.source,
            sourceType: run.sourceType
        )
        entry.listed.commit.line = []
        entry.listed.commit.mayLink = true
        for reading in run.readings { add(reading, of: run, to: &entry, in: &project) }
        if let base = run.base, let sha = base.sha, !base.line.isEmpty {
            project.lines.learn([sha] + base.line, mayLink: run.commit.mayLink)
        }
        if project.lines.place(run.commit) { entry.listed.warnings.append(Warning("place-assumed", "")) }
        if !project.machines.contains(run.machine) { project.machines.append(run.machine) }
        project.runs.append(entry)
        project.due.append(MemoryProject.Due(mark: newMark(), run: run.id))
        take(run, into: &project)
        contents[run.project] = project
        return .stored(project.runs.last?.listed ?? entry.listed)
    }

    /// Takes the rules of a run that has just been added for those of the project, or keeps them with it.
    private func take(_ run: Run, into project: inout MemoryProject) {
        guard let text = run.rules else { return }
        let branch = project.project.defaultBranch
        guard run.commit.branch == branch, run.origin.changeRequest == nil else {
            if text != project.rules?.text { project.runs[project.runs.count - 1].listed.rules = text }
            return
        }
        let line = project.lines.line(of: branch)
        guard let place = line.firstIndex(of: run.commit.sha) else { return }
        if let known = project.rules.flatMap({ line.firstIndex(of: $0.commit) }), place < known { return }
        let isSame = project.rules?.text == text
        if !isSame || place == line.count - 1 { project.rules = ProjectRules(text: text, commit: run.commit.sha) }
        if !isSame { makeAllDue(&project) }
    }

    /// Makes the newest run of every set of series due: between them they have all series.
    private func makeAllDue(_ project: inout MemoryProject) {
        var seen: Set<[String]> = []
        var newest: [String] = []
        for entry in project.runs.reversed() {
            let isMain = entry.listed.commit.branch == project.project.defaultBranch
            let machine = entry.listed.machine
            let measured = [machine.name, machine.fingerprintText, "\(isMain)"] + entry.values.map(\.series)
            if seen.insert(measured).inserted { newest.append(entry.listed.id) }
        }
        for run in newest.reversed() {
            project.due.removeAll { $0.run == run }
            project.due.append(MemoryProject.Due(mark: newMark(), run: run))
        }
    }

    /// Ties a reading to its series; one without value, or in another unit than its series, is kept as an error.
    private func add(
        _ reading: Reading,
        of run: Run,
        to entry: inout MemoryProject.Entry,
        in project: inout MemoryProject
    ) {
        guard reading.value != nil else { return entry.failed.append(reading) }
        let isExact = reading.assumesExact || Metric.isCount(metric: reading.metric)
        let id = Self.seriesID(of: reading, in: run, isExact: isExact)
        if !project.series.contains(where: { $0.id == id }) {
            project.series.append(
                Series(
                    id: id,
                    project: run.project,
                    key: SeriesKey(
                        benchmark: reading.benchmark,
                        parameters: reading.parameters,
                        metric: reading.metric
                    ),
                    machine: run.machine.name,
                    unit: reading.unit,
                    better: reading.better,
                    isExact: isExact
                )
            )
        }
        guard let series = project.series.first(where: { $0.id == id }) else { return }
        var kept = reading
        guard series.unit == reading.unit else {
            kept.value = nil
            kept.error = "the unit \(reading.unit) does not fit the series' \(series.unit)"
            entry.failed.append(kept)
            return entry.listed.warnings.append(Warning("other-unit", ""))
        }
        kept.better = series.better
        kept.assumesExact = series.isExact && !Metric.isCount(metric: reading.metric)
        entry.values.append((id, kept))
    }

    /// The first 16 bytes of SHA-256 over the identity: exact series belong to a machine's name, others to its fingerprint.
    private static func seriesID(of reading: Reading, in run: Run, isExact: Bool) -> String {
        let parameters = reading.parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let identity = [
            run.project, reading.benchmark, parameters.joined(separator: "\n"), reading.metric, run.machine.name,
            isExact ? "" : run.machine.fingerprintText,
        ]
        let digest = SHA256.hash(data: Data(identity.joined(separator: "\u{1F}").utf8))
        return "ser_" + PublicID.base32(Array(digest.prefix(16)))
    }

    /// The run with this id.
    public func run(_ id: String, in project: String) -> StoredRun? {
        guard let known = contents[project], let index = known.index(of: id) else { return nil }
        return known.listed(known.runs[index])
    }

    /// Runs, newest first.
    public func runs(
        in project: String,
        commit: String?,
        branch: String?,
        machine: String?,
        after: String?,
        limit: Int
    ) -> [StoredRun] {
        guard let known = contents[project] else { return [] }
        let end = after.flatMap { id in known.runs.firstIndex { $0.listed.id == id } } ?? known.runs.count
        return known.runs[..<end].reversed()
            .filter { entry in
                !entry.isDeleted && commit ?? entry.listed.commit.sha == entry.listed.commit.sha
                    && branch ?? entry.listed.commit.branch == entry.listed.commit.branch
                    && machine ?? entry.listed.machine.name == entry.listed.machine.name
            }
            .prefix(limit).map(known.listed)
    }

    /// The readings of a run: those with a value in the order given, then the errors.
    public func readings(of run: String, in project: String) -> [Reading]? {
        guard let known = contents[project], let index = known.index(of: run) else { return nil }
        return known.runs[index].values.map(\.reading) + known.runs[index].failed
    }

    /// The upload as it came.
    public func source(of run: String, in project: String) -> (bytes: [UInt8], type: String)? {
        guard let known = contents[project], let index = known.index(of: run) else { return nil }
        return (known.runs[index].source, known.runs[index].sourceType)
    }

    /// Marks a run deleted; it is due for a sweep.
    public func deleteRun(_ id: String, in project: String) -> Bool {
        guard let index = contents[project]?.index(of: id) else { return false }
        contents[project]?.runs[index].isDeleted = true
        contents[project]?.due.removeAll { $0.run == id }
        contents[project]?.due.append(MemoryProject.Due(mark: newMark(), run: id))
        return true
    }

    /// There is no housekeeping.
    public func tidy() -> Bool { false }
}
