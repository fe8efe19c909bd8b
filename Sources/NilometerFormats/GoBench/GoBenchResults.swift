import NilometerCore
import NilometerStatistics

/// Joins the result lines of Go benchmark text into readings: lines of one benchmark are its samples.
struct GoBenchResults {
    private struct Key: Hashable {
        var name: String
        var setting: Int
    }

    private struct Slot {
        var name: GoBenchName
        var readings: [String: Int] = [:]
    }

    /// Facts that make results incomparable: where they differ within one text they tell benchmarks apart.
    private static let weighty: Set<String> = ["goos", "goarch", "cpu", "toolchain"]

    private let text: GoBenchText
    private var readings: [Reading] = []
    private var slots: [Slot] = []
    private var places: [GoBenchName: Int] = [:]
    private var warnings: [Warning] = []
    private var processors: [String: GoProcessors] = [:]
    private var context: [String: String] = [:]
    private var varying: Set<String> = []

    /// The report of a text that was read to its end.
    ///
    /// - Complexity: O(lines).
    static func report(of text: GoBenchText, format: String) -> Report {
        var results = GoBenchResults(text: text)
        results.judgeFacts()
        results.judgeProcessors()
        results.join()
        results.addFailures()
        var report = Report(
            format: format,
            readings: results.readings,
            warnings: text.warnings + results.warnings,
            context: results.context
        )
        report.units = text.units.facts
        return report
    }

    private init(text: GoBenchText) { self.text = text }

    private mutating func judgeFacts() {
        var values: [String: [String]] = [:]
        for place in Set(text.rows.map(\.setting)).sorted() {
            for (key, value) in text.settings[place].facts where values[key]?.contains(value) != true {
                values[key, default: []].append(value)
            }
        }
        for (key, found) in values.sorted(by: { $0.key < $1.key }) {
            context[key] = found[0]
            guard found.count > 1 else { continue }
            let list = found.prefix(3).map { "“\($0.prefix(60))”" }.joined(separator: ", ")
            if Self.weighty.contains(key) {
                varying.insert(key)
                context[key] = nil
                let sentence = "The text has results of several \(key) (\(list)); \(key) is kept as a parameter."
                warnings.append(Warning("varying-fact", sentence))
            } else if key.hasPrefix("commit") || key == "branch" {
                let sentence =
                    "The text has results of several \(key) (\(list)), read as one run; send one file for each."
                warnings.append(Warning("varying-fact", sentence))
            }
        }
    }

    private mutating func judgeProcessors() {
        var names: [String: Set<String>] = [:]
        for row in text.rows { names[package(row.setting), default: []].insert(row.name) }
        processors = names.mapValues(GoProcessors.init)
        let agreed = Set(processors.values.compactMap(\.agreed)).sorted()
        if !agreed.isEmpty { context["gomaxprocs"] = agreed.map(String.init).joined(separator: ",") }
    }

    private func package(_ setting: Int) -> String { text.settings[setting].parameters["pkg"] ?? "" }

    private func name(_ printed: String, setting: Int) -> GoBenchName {
        let judged = processors[package(setting)]
        var base = printed
        var configuration = text.settings[setting].parameters
        for key in varying { configuration[key] = text.settings[setting].facts[key] }
        if let known = judged?.bases[printed] {
            base = known.base
            if judged?.areSeveral == true { configuration["gomaxprocs"] = String(known.count) }
        } else if judged?.areSeveral == true {
            configuration["gomaxprocs"] = "1"
        } else if let end = GoProcessors.end(of: printed), end.count == judged?.agreed {
            base = end.base
        }
        return GoBenchName(base, configuration: configuration)
    }

    private mutating func slot(_ name: GoBenchName) -> Int {
        if let known = places[name] { return known }
        places[name] = slots.count
        slots.append(Slot(name: name))
        return slots.count - 1
    }

    private mutating func join() {
        var known: [Key: Int] = [:]
        var bad: [Int: (count: Int, value: Double, line: Int)] = [:]
        for row in text.rows {
            let key = Key(name: row.name, setting: row.setting)
            let place = known[key] ?? slot(name(row.name, setting: row.setting))
            known[key] = place
            for (value, unit) in row.values {
                let index = reading(unit, of: place)
                if value.isFinite {
                    readings[index].samples.append(value)
                    readings[index].iterations.append(row.iterations)
                } else {
                    bad[index] = ((bad[index]?.count ?? 0) + 1, value, row.line)
                }
            }
        }
        for index in readings.indices {
            readings[index].value = Median.of(readings[index].samples)
            readings[index].estimator = readings[index].samples.count == 1 ? "single" : "median"
            guard let (count, value, line) = bad[index] else { continue }
            let reading = readings[index]
            if reading.value == nil { readings[index].error = "the harness reported \(Self.written(value))" }
            let sentence =
                "\(reading.benchmark) reports \(Self.written(value)) \(reading.metric) on \(count) lines; "
                + (reading.value == nil ? "it is kept as an error without value." : "they are left out.")
            warnings.append(Warning("no-value", sentence, line: line))
        }
    }

    private static func written(_ value: Double) -> String {
        value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf"
    }

    private mutating func reading(_ unit: String, of place: Int) -> Int {
        if let known = slots[place].readings[unit] { return known }
        slots[place].readings[unit] = readings.count
        readings.append(empty(slots[place].name, unit))
        return readings.count - 1
    }

    private func empty(_ name: GoBenchName, _ unit: String) -> Reading {
        let fact = text.units.facts.isEmpty ? nil : text.units.facts[Metric.tidied(unit: unit)]
        let written =
            switch unit {
            case "ns/op": "ns"
            case "B/op": "B"
            case "allocs/op": "1"
            default: unit
            }
        return Reading(
            benchmark: name.benchmark,
            parameters: name.parameters,
            metric: unit,
            unit: written,
            better: fact?.better ?? Metric.usualDirection(unit: unit),
            estimator: "single",
            assumesExact: fact?.assumesExact ?? false
        )
    }

    /// A failed benchmark is a reading with an error; one that was measured, too, keeps its values.
    ///
    /// - Complexity: O(n log n) in rows and failures.
    private mutating func addFailures() {
        guard !text.failures.isEmpty else { return }
        let printed =
            text.rows.map { Key(name: $0.name, setting: $0.setting) }
            + text.failures.compactMap { failure in failure.name.map { Key(name: $0, setting: failure.setting) } }
        let sorted = printed.sorted { ($0.setting, $0.name) < ($1.setting, $1.name) }
        let packages = Set(text.failures.filter { $0.name != nil }.map { package($0.setting) })
        for failure in text.failures {
            guard let printed = failure.name else {
                // Only where nothing else tells of the package's failure.
                guard !packages.contains(package(failure.setting)) else { continue }
                add(GoBenchName("(package)", configuration: text.settings[failure.setting].parameters), failure)
                continue
            }
            let name = name(printed, setting: failure.setting)
            if let place = places[name], !slots[place].readings.isEmpty {
                for index in slots[place].readings.values { readings[index].error = failure.reason }
            } else if !Self.hasParts(Key(name: printed, setting: failure.setting), among: sorted) {
                add(name, failure)
            }
        }
    }

    /// Whether a name has parts of its own: a parent fails with each of them, and they are the benchmarks.
    private static func hasParts(_ parent: Key, among sorted: [Key]) -> Bool {
        let start = parent.name + "/"
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            let isBefore = (sorted[middle].setting, sorted[middle].name) < (parent.setting, start)
            (low, high) = isBefore ? (middle + 1, high) : (low, middle)
        }
        return low < sorted.count && sorted[low].setting == parent.setting && sorted[low].name.hasPrefix(start)
    }

    private mutating func add(_ name: GoBenchName, _ failure: GoBenchText.Failure) {
        let place = slot(name)
        let index = reading("ns/op", of: place)
        readings[index].error = failure.reason
    }
}
