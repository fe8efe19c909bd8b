import Foundation
import NilometerCore
import NilometerTesting

@testable import NilometerSQLite

/// A store in SQLite and one in memory, to which the same is done.
struct StorePair {
    private let folder: String
    private let model = MemoryStore()
    private(set) var engine: SQLiteStore
    /// Work that was taken and is not finished: each store's own marks.
    private var taken: (engine: SweepTask, model: SweepTask)?

    init(folder: String) throws {
        self.folder = folder
        engine = try SQLiteStore.open(at: folder, exclusive: true)
    }

    /// Does a step to both; returns how their answers differ.
    mutating func step(_ step: RandomProgram.Step) async throws -> [String] {
        switch step {
        case .createProject(let project):
            let answer = try await engine.createProject(project)
            return Self.difference("created", answer, await model.createProject(project))
        case .deleteProject(let slug):
            let answer = try await engine.deleteProject(slug)
            return Self.difference("deleted", answer, await model.deleteProject(slug))
        case .updateProject(let project):
            let answer = try await engine.updateProject(project)
            return Self.difference("updated", answer, await model.updateProject(project))
        case .append(let runs):
            let answers = try await engine.append(runs).map(Self.comparable)
            return Self.difference("appended", answers, await model.append(runs).map(Self.comparable))
        case .deleteRun(let run, let project):
            let answer = try await engine.deleteRun(run, in: project)
            return Self.difference("deleted", answer, await model.deleteRun(run, in: project))
        case .takeWork(let limit):
            guard let own = try await engine.dueSweep(limit: limit), let other = await model.dueSweep(limit: limit)
            else {
                return []
            }
            taken = (own, other)
        case .finishWork(let outcome):
            guard let work = taken else { return [] }
            try await engine.finish(work.engine, with: Self.keeping(work.engine, outcome, engine))
            try await model.finish(work.model, with: Self.keeping(work.model, outcome, model))
            taken = nil
        case .tidy:
            while try await engine.tidy() {}
        case .reindex:
            try engine.reindex()
        case .reopen:
            try engine.close()
            engine = try SQLiteStore.open(at: folder, exclusive: true)
        }
        return []
    }

    /// How the answers to many questions differ: about one project, or about everything there is.
    func compare(everything: Bool, _ program: inout RandomProgram) async throws -> [String] {
        let projects = try await engine.projects()
        var found = Self.difference("the projects", projects, await model.projects())
        found += Self.difference(
            "the work due",
            try await engine.dueSweep(limit: 30).map(Self.comparable),
            await model.dueSweep(limit: 30).map(Self.comparable)
        )
        let asked = everything ? projects.map(\.slug) : program.choose(from: projects.map(\.slug)).map { [$0] } ?? []
        for slug in asked {
            found += try await compareSeries(of: slug, everything: everything, &program)
            found += try await compareRuns(of: slug, everything: everything, &program)
        }
        return found
    }

    private func compareSeries(
        of slug: String,
        everything: Bool,
        _ program: inout RandomProgram
    ) async throws -> [String] {
        let series = try await engine.series(in: slug, benchmark: nil, metric: nil, machine: nil)
        var found = Self.difference(
            "\(slug), the series",
            series.sorted { $0.id < $1.id },
            await model.series(in: slug, benchmark: nil, metric: nil, machine: nil).sorted { $0.id < $1.id }
        )
        let branches = ["main", "feature", "topic", "none"]
        for branch in everything ? branches : program.choose(from: branches).map({ [$0] }) ?? [] {
            let ids = series.map(\.id)
            let points = try await engine.points(of: ids, in: slug, branch: branch)
            let wanted = try await model.points(of: ids, in: slug, branch: branch)
            found += Self.difference(
                "\(slug) \(branch), series with points",
                points.keys.sorted(),
                wanted.keys.sorted()
            )
            for (id, line) in points {
                found += Self.differences("\(slug) \(branch) \(id), points", line, wanted[id] ?? [])
            }
            for store in [engine, model] as [any Store] {
                let tails = try await store.tails(of: ids, in: slug, branch: branch, all: false)
                for (id, line) in wanted { found += Self.faults(of: tails[id], line.map(\.run), line.map(\.commit)) }
            }
            found += Self.difference(
                "\(slug) \(branch), measured commits",
                try await engine.measuredCommits(in: slug, branch: branch),
                try await model.measuredCommits(in: slug, branch: branch)
            )
        }
        let machines = try await engine.machinesAndBranches(in: slug)
        let wanted = await model.machinesAndBranches(in: slug)
        return found + Self.difference("\(slug), machines", machines.machines, wanted.machines)
            + Self.difference("\(slug), branches", machines.branches, wanted.branches)
    }

    private func compareRuns(
        of slug: String,
        everything: Bool,
        _ program: inout RandomProgram
    ) async throws -> [String] {
        let limit = everything ? 9999 : 30
        let runs = try await engine.runs(in: slug, commit: nil, branch: nil, machine: nil, after: nil, limit: limit)
        var found = Self.difference(
            "\(slug), the runs",
            runs.map(Self.comparable),
            await model.runs(in: slug, commit: nil, branch: nil, machine: nil, after: nil, limit: limit).map(
                Self.comparable
            )
        )
        let asked = everything ? runs : program.choose(from: runs).map { [$0] } ?? []
        let series = try await engine.series(in: slug, benchmark: nil, metric: nil, machine: nil).map(\.id)
        for run in asked {
            found += Self.difference(
                "\(run.id), readings",
                try await engine.readings(of: run.id, in: slug),
                await model.readings(of: run.id, in: slug)
            )
            found += Self.difference(
                "\(run.id), source",
                try await engine.source(of: run.id, in: slug)?.bytes,
                await model.source(of: run.id, in: slug)?.bytes
            )
            found += Self.difference(
                "\(run.id), samples",
                try await engine.samples(in: slug, of: [run.id: series]),
                await model.samples(in: slug, of: [run.id: series])
            )
            found += Self.difference(
                "\(run.id), ancestors",
                try await engine.ancestors(of: run.commit.sha, in: slug, limit: 7),
                await model.ancestors(of: run.commit.sha, in: slug, limit: 7)
            )
        }
        if let run = program.choose(from: runs) {
            found += Self.difference(
                "\(run.id), its page",
                try await engine.runs(
                    in: slug,
                    commit: run.commit.sha,
                    branch: run.commit.branch,
                    machine: run.machine.name,
                    after: run.id,
                    limit: 3
                ).map(\.id),
                await model.runs(
                    in: slug,
                    commit: run.commit.sha,
                    branch: run.commit.branch,
                    machine: run.machine.name,
                    after: run.id,
                    limit: 3
                ).map(\.id)
            )
        }
        return found
    }

    private static func difference<Value: Equatable>(_ what: String, _ found: Value, _ wanted: Value) -> [String] {
        found == wanted ? [] : ["\(what): \(found), in memory \(wanted)"]
    }

    /// The first place where points differ; chunks keep spreads to two per cent, and the small ones to a share of the largest.
    private static func differences(_ what: String, _ line: [Point], _ wanted: [Point]) -> [String] {
        guard line.map(\.run) == wanted.map(\.run) else {
            return ["\(what): \(line.map(\.run)), in memory \(wanted.map(\.run))"]
        }
        let slack = (wanted.map(\.spread).filter(\.isFinite).max() ?? 0) / 20_000
        for (one, other) in zip(line, wanted) {
            let isNear =
                one.spread.isNaN && other.spread.isNaN
                || abs(one.spread - other.spread) <= 0.0201 * other.spread.magnitude + slack
            guard one.commit == other.commit, one.value == other.value, one.count == other.count, isNear else {
                return ["\(what): \(one), in memory \(other)"]
            }
        }
        return []
    }

    /// Texts of warnings and refusals are the engine's own.
    private static func comparable(_ run: StoredRun) -> StoredRun {
        var run = run
        run.warnings = run.warnings.map { Warning($0.code, "", line: $0.line) }
        return run
    }

    private static func comparable(_ answer: Appended) -> Appended {
        switch answer {
        case .stored(let run): .stored(comparable(run))
        case .repeated(let run): .repeated(comparable(run))
        case .refused: .refused("")
        case .conflict, .unknownProject: answer
        }
    }

    private static func comparable(_ task: SweepTask) -> SweepTask {
        var task = task
        task.marks = Array(repeating: 0, count: task.marks.count)
        task.series.sort { $0.id < $1.id }
        return task
    }
}
