import Foundation
import NilometerCore
import NilometerTesting

/// A sequence of operations on a store, as a seed says, which any two stores must answer alike.
struct RandomProgram {
    /// One thing that is done to a store.
    enum Step: Sendable {
        case createProject(Project)
        case deleteProject(String)
        case updateProject(Project)
        case append([Run])
        case deleteRun(String, in: String)
        case takeWork(limit: Int)
        case finishWork(SweepOutcome)
        case tidy
        case reindex
        case reopen
    }

    /// A commit of the history that all projects of a program share.
    private struct Revision {
        var sha: String
        var branch: String
        var line: [String]
    }

    private static let slugs = ["p", "q", "r"]
    private static let machines = [
        Machine(name: "m", fingerprint: ["cpu": "x"]), Machine(name: "m", fingerprint: ["cpu": "y", "cores": "4"]),
        Machine(name: "n"),
    ]

    private var generator: SeededGenerator
    private let history: [Revision]
    /// Whether most runs go to one suite, so that its heads become chunks.
    private let isNarrow: Bool
    private var runs: [Run] = []
    private var nextRun = 0

    init(seed: Int) {
        var generator = SeededGenerator(seed: seed)
        history = Self.history(&generator)
        isNarrow = seed % 8 == 0
        self.generator = generator
    }

    /// A tree of commits: a main line, and branches that leave it at some commit and may grow from one another.
    private static func history(_ generator: inout SeededGenerator) -> [Revision] {
        var found = [Revision(sha: "c0", branch: "main", line: [])]
        for number in 1..<40 {
            let branch = ["main", "main", "main", "feature", "topic"].randomElement(using: &generator) ?? "main"
            let own = found.last { $0.branch == branch }
            // Now and then a branch is moved by force: it goes on from an older commit.
            let isMoved = branch != "main" && Int.random(in: 0..<6, using: &generator) == 0
            let parent = (isMoved ? nil : own) ?? found.randomElement(using: &generator) ?? found[0]
            found.append(Revision(sha: "c\(number)", branch: branch, line: [parent.sha] + parent.line))
        }
        return found
    }

    /// The next step, and what it is about.
    mutating func next() -> Step {
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<2: .createProject(project())
        case 2..<3 where !isNarrow: .deleteProject(slug())
        case 3..<6: .updateProject(project())
        case 6..<12:
            .deleteRun(runs.randomElement(using: &generator)?.id ?? "run_none", in: slug())
        case 12..<18: .takeWork(limit: Int.random(in: 1...20, using: &generator))
        case 18..<24: .finishWork(SweepOutcome())
        case 24..<32: .tidy
        case 32..<33: .reindex
        case 33..<35: .reopen
        default: .append(group())
        }
    }

    private mutating func slug() -> String {
        isNarrow ? "p" : Self.slugs.randomElement(using: &generator) ?? "p"
    }

    private mutating func project() -> Project {
        let branch = ["main", "main", "feature"].randomElement(using: &generator) ?? "main"
        return Project(
            slug: slug(),
            name: "name \(Int.random(in: 0..<3, using: &generator))",
            defaultBranch: branch,
            createdAt: Date(timeIntervalSince1970: 1_600_000_000)
        )
    }

    private mutating func group() -> [Run] {
        let most = isNarrow ? 14 : 4
        return (0..<Int.random(in: 1...most, using: &generator)).map { _ in run() }
    }

    private mutating func run() -> Run {
        if var known = runs.randomElement(using: &generator), Int.random(in: 0..<6, using: &generator) == 0 {
            // The same key again, at times with another body or in another project, under an id of its own.
            known.id = newID()
            if Int.random(in: 0..<3, using: &generator) == 0 { known.digest += "x" }
            if Int.random(in: 0..<4, using: &generator) == 0 { known.project = slug() }
            known.receivedAt = now
            return known
        }
        let revision = history.randomElement(using: &generator) ?? history[0]
        let machine = isNarrow ? Self.machines[0] : Self.machines.randomElement(using: &generator) ?? Self.machines[0]
        let place = Double(history.firstIndex { $0.sha == revision.sha } ?? 0)
        let run = Run(
            id: newID(),
            project: Int.random(in: 0..<40, using: &generator) == 0 ? "none" : slug(),
            commit: Commit(
                sha: revision.sha,
                branch: revision.branch,
                line: revision.line,
                committedAt: Date(timeIntervalSince1970: 1_650_000_000 + place),
                subject: Bool.random(using: &generator) ? "subject" : nil
            ),
            machine: machine,
            context: ["toolchain": "t\(Int.random(in: 0..<3, using: &generator))"],
            origin: Origin(job: "j"),
            startedAt: nil,
            finishedAt: nil,
            receivedAt: now,
            key: "key \(nextRun)",
            digest: "d",
            keyHoldsFor: Bool.random(using: &generator) ? 20 : nil,
            readings: readings(),
            warnings: [],
            source: Array("source \(nextRun)".utf8),
            sourceType: "text/plain"
        )
        runs.append(run)
        return run
    }

    private mutating func newID() -> String {
        nextRun += 1
        return "run_\(1_000_000 + nextRun)"
    }

    /// One second a run.
    private var now: Date { Date(timeIntervalSince1970: 1_700_000_000 + Double(nextRun)) }

    private mutating func readings() -> [Reading] {
        var found: [Reading] = []
        for number in 0..<4 where Int.random(in: 0..<3, using: &generator) > 0 {
            let isCount = number % 2 == 0
            var reading = Reading(
                benchmark: "B\(number / 2)",
                parameters: number == 3 ? ["size": "1k"] : [:],
                metric: isCount ? "allocs/op" : "ns/op",
                unit: isCount ? "1" : "ns",
                better: Bool.random(using: &generator) ? .lower : .unknown,
                samples: (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                    isCount
                        ? Double(Int.random(in: 0...9, using: &generator))
                        : Double.random(in: 1...1e6, using: &generator)
                }
            )
            switch Int.random(in: 0..<12, using: &generator) {
            case 0:
                reading.samples = []
                reading.spread = Spread(kind: "stddev", value: 2)
            case 1:
                reading.value = nil
                reading.samples = []
                reading.error = "it failed"
            case 2: reading.unit = "B"
            default: break
            }
            found.append(reading)
        }
        return found
    }

    /// Chooses some of what there is, for a question.
    mutating func choose<Value>(from values: [Value]) -> Value? { values.randomElement(using: &generator) }
}
