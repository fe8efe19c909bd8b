import NilometerCore
import NilometerDetection
import NilometerPipeline
import Testing

/// What a sweep makes of the rules that the default branch brings.
struct RuledSweepTests {
    private static func rule(_ set: (inout Rule) -> Void) -> Rules {
        var rule = Rule()
        set(&rule)
        return Rules([rule])
    }

    private static let texts: [String: Rules] = [
        "half": rule { $0.smallestShare = 0.5 }, "never": rule { $0.delivery = .never },
        "ignore": rule { $0.isIgnored = true }, "higher": rule { $0.better = .higher },
        "exact": rule { $0.kind = .exact }, "owned": rule { $0.owner = "@team" }, "none": Rules(),
    ]

    /// Measures commits `c0 c1 …` of the default branch, one value and one text of rules each, and sweeps after each.
    private func swept(
        _ engine: GrownProject.Engine,
        _ steps: [(value: Double, rules: String?)],
        check: (GrownProject) async throws -> Void
    ) async throws {
        let chain = steps.indices.map { "c\($0)" }.joined(separator: " ")
        try await GrownProject.with(engine, chain) { project in
            project.rules = Self.texts
            for (place, step) in steps.enumerated() {
                try await project.measure("c\(place)", ["B allocs/op": step.value], rules: step.rules, repeats: 10)
                try await project.sweep()
            }
            try await check(project)
        }
    }

    @Test(arguments: GrownProject.Engine.allCases)
    func `what is smaller than the rules ask is shown and not told`(engine: GrownProject.Engine) async throws {
        try await swept(engine, [(10, "half"), (10, nil), (11, nil), (11, nil), (30, nil)]) { project in
            let (changes, alerts) = (try await project.changes(), try await project.alerts())
            #expect(changes == ["B c2 10 to 11 confirmed", "B c4 11 to 30 confirmed"])
            #expect(alerts == ["c4 open 1"])
        }
    }

    @Test(arguments: GrownProject.Engine.allCases)
    func `an alert of what is never told from now on is over, and its change stays`(
        engine: GrownProject.Engine
    ) async throws {
        try await swept(engine, [(10, nil), (20, nil), (20, "never"), (30, nil)]) { project in
            let (changes, alerts) = (try await project.changes(), try await project.alerts())
            #expect(changes == ["B c1 10 to 20 confirmed", "B c3 20 to 30 confirmed"])
            #expect(alerts == ["c1 recovered 1"])
        }
    }

    @Test(arguments: GrownProject.Engine.allCases)
    func `a series that is ignored has no changes, and has them again under the same id when it no longer is`(
        engine: GrownProject.Engine
    ) async throws {
        var before: [String] = []
        try await swept(engine, [(10, nil), (20, nil)]) { project in
            before = try await project.store.changes(in: "p", series: nil, withRetracted: false).map(\.id)
            try await project.measure("c2", ["B allocs/op": 20], rules: "ignore", repeats: 10)
            try await project.sweep()
            #expect(try await project.changes() == ["B c1 10 to 20 retracted"])
            #expect(try await project.alerts() == ["c1 recovered 1"])
            try await project.measure("c3", ["B allocs/op": 40], repeats: 10, knowsLine: false)
            try await project.sweep()
            #expect(try await project.changes() == ["B c1 10 to 20 retracted"])
            // The file has no rules any more: what is no longer declared no longer exists.
            try await project.measure("c4", ["B allocs/op": 40], rules: "none", repeats: 10, knowsLine: false)
            try await project.sweep()
            let after = try await project.store.changes(in: "p", series: nil, withRetracted: false)
            #expect(after.count == 2 && after.map(\.id).contains(before[0]))
            #expect(try await project.alerts() == ["c1 recovered 1", "c3 open 1"])
        }
    }

    @Test(arguments: GrownProject.Engine.allCases)
    func `the better direction is the rules'`(engine: GrownProject.Engine) async throws {
        try await swept(engine, [(10, "higher"), (20, nil), (20, nil), (5, nil)]) { project in
            let (changes, alerts) = (try await project.changes(), try await project.alerts())
            #expect(changes.count == 2)
            #expect(alerts == ["c3 open 1"])
        }
    }

    @Test(arguments: GrownProject.Engine.allCases)
    func `the class is the rules', also of points that were judged as another class before`(
        engine: GrownProject.Engine
    ) async throws {
        try await GrownProject.with(engine, "c0 c1 c2 c3 c4 c5") { project in
            project.rules = Self.texts
            for (place, value) in [10.13, 10.13, 10.13, 12.4, 12.4].enumerated() {
                try await project.measure(
                    "c\(place)",
                    ["B ns/op": value, "C ns/op": value + Double(place) / 7],
                    repeats: 10
                )
                try await project.sweep()
            }
            let before = try await project.changes().filter { $0.hasPrefix("C") && $0.hasSuffix("confirmed") }
            try await project.measure("c5", ["C ns/op": 13.2], rules: "exact", repeats: 10)
            try await project.sweep()
            let after = try await project.changes().filter { $0.hasPrefix("C") && $0.hasSuffix("confirmed") }
            #expect(before.isEmpty && after.contains("C c3 10 to 12 confirmed"), "\(after)")
        }
    }

    @Test(arguments: GrownProject.Engine.allCases)
    func `an event names who answers for a series`(engine: GrownProject.Engine) async throws {
        try await swept(engine, [(10, "owned")]) { project in
            let webhook = Webhook(
                id: "whk_1",
                project: "p",
                url: "http://x/",
                secrets: [],
                isActive: true,
                createdAt: Example.time
            )
            _ = try await project.store.createWebhook(webhook)
            try await project.measure("c1", ["B allocs/op": 20], repeats: 10, knowsLine: false)
            try await project.sweep()
            let told = try await project.store.dueDeliveries(at: Example.time, each: 9, limit: 9).map(\.body)
            #expect(told == ["alert.opened c1 [\"confirmed @team\"]"])
        }
    }

    @Test(arguments: GrownProject.Engine.allCases)
    func `the rules of a change request change nothing`(engine: GrownProject.Engine) async throws {
        try await GrownProject.with(engine, "c0 c1 f1") { project in
            project.rules = Self.texts
            try await project.measure("c0", repeats: 10)
            let base = MergeBase(branch: "main", sha: "c1")
            try await project.measure("f1", on: "f", base: base, changeRequest: 1, rules: "ignore", repeats: 10)
            try await project.measure("f1", on: "f", rules: "ignore", repeats: 10)
            try await project.measure("c1", ["B allocs/op": 20], repeats: 10)
            try await project.sweep()
            #expect(try await project.alerts() == ["c1 open 1"])
        }
    }

    /// The alerts that were told, by where they are and how many changes they have.
    private static func told(_ alerts: [Alert]) -> [String] {
        alerts.filter { $0.held == nil }.map { "\($0.fromCommit) \($0.toCommit) \($0.state) \($0.members.count)" }
            .sorted()
    }

    @Test(arguments: ["none", "half", "never", "ignore", "higher", "owned"])
    func `a replay by the same rules tells the same alerts`(text: String) async throws {
        let values: [String: [Double]] = [
            "A": [10, 10, 12, 12, 30, 30, 11, 11], "B": [5, 5, 5, 9, 9, 9, 5, 5], "C": [7, 7, 7, 7, 14, 14, 14, 14],
        ]
        let rules = try #require(Self.texts[text])
        try await GrownProject.with(.memory, "c0 c1 c2 c3 c4 c5 c6 c7") { project in
            project.rules = Self.texts
            for place in 0..<8 {
                let row = Dictionary(uniqueKeysWithValues: values.map { ("\($0.key) allocs/op", $0.value[place]) })
                try await project.measure("c\(place)", row, rules: text, repeats: 10)
                try await project.sweep()
            }
            let all = try await project.store.series(in: "p", benchmark: nil, metric: nil, machine: nil)
            let replayed = all.map { Self.replayed($0.ruled(by: rules.asked(of: $0)), values[$0.key.benchmark] ?? []) }
            let replay = PolicyReplay(of: replayed, rules: rules, runsPerMonth: 30, budget: 1)
            let alerts = try await project.store.alerts(in: "p", state: nil)
            #expect(Self.told(alerts) == Self.told(replay.alerts.map(\.alert)))
            #expect(alerts.isEmpty == ["never", "ignore"].contains(text))
        }
    }

    /// What was known of a series as its points arrived.
    private static func replayed(_ series: Series, _ values: [Double]) -> ReplayedSeries {
        let points = values.enumerated().map { place, value in
            Point(
                commit: "c\(place)",
                run: "run_\(place)",
                value: value,
                spread: 0,
                count: 10,
                samples: Array(repeating: value, count: 10)
            )
        }
        let steps = points.indices.map { last in
            let found = Detectors.all[0].findings(in: Array(points[...last]), isExact: series.isExact).changes
            return ReplayedSeries.Step(
                time: last,
                changes: found.map { finding in
                    Change(
                        id: "\(series.id) \(finding.index)",
                        series: series,
                        branch: "main",
                        state: finding.state,
                        label: "step",
                        commit: "c\(finding.index)",
                        fromCommit: "c\(finding.index - 1)",
                        before: finding.before,
                        after: finding.after
                    )
                },
                strengths: [:]
            )
        }
        return ReplayedSeries(series: series, pointCount: points.count, steps: steps.filter { !$0.changes.isEmpty })
    }
}
