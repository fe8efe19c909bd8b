import NilometerCore
import NilometerStatistics

/// Joins the rows of Google Benchmark's JSON into readings: repetitions are samples, aggregates stand in where they are all
/// there is.
struct GoogleBenchmarkRows {
    private struct Key: Hashable {
        var document: Int
        var name: String
        var family: Int?
        var instance: Int?
    }

    private struct Group {
        var key: Key
        var repetitions: [GoogleBenchmarkRow] = []
        var aggregates: [GoogleBenchmarkRow] = []
    }

    private static let oldStatistics = ["mean", "median", "stddev", "cv"]

    private var groups: [Group] = []
    private var places: [Key: Int] = [:]
    private var readings: [Reading] = []
    private var passed: [String: Int] = [:]

    /// The readings of the rows of each document, and what was not taken.
    ///
    /// - Complexity: O(rows).
    static func readings(of documents: [[GoogleBenchmarkRow]]) -> (readings: [Reading], warnings: [Warning]) {
        var joined = GoogleBenchmarkRows()
        for (index, rows) in documents.enumerated() { joined.sort(rows, document: index) }
        for group in joined.groups { joined.read(group) }
        let warnings = joined.passed.sorted { $0.key < $1.key }
            .map { Warning("not-taken", "\($0.key): \($0.value).") }
        return (joined.readings, warnings + joined.twins())
    }

    private mutating func sort(_ rows: [GoogleBenchmarkRow], document: Int) {
        let names = Set(rows.map(\.name))
        for var row in rows {
            if row.hasLabel { pass("Labels are not kept") }
            if row.isFit {
                pass("Rows of fitted complexity (BigO, RMS) are not benchmarks and were skipped")
                continue
            }
            if row.runType == nil, row.runName == nil, let statistic = Self.oldStatistic(of: row.name, among: names) {
                row.aggregateName = statistic
                row.runType = "aggregate"
            }
            let key = Key(document: document, name: row.benchmark, family: row.family, instance: row.instance)
            let place = places[key] ?? groups.count
            if place == groups.count {
                places[key] = place
                groups.append(Group(key: key))
            }
            if row.runType == "aggregate" {
                groups[place].aggregates.append(row)
            } else {
                groups[place].repetitions.append(row)
            }
        }
    }

    /// Which statistic a row of an old file is, by the end of its name; nil for a row of its own.
    private static func oldStatistic(of name: String, among names: Set<String>) -> String? {
        for statistic in oldStatistics where name.hasSuffix("_" + statistic) {
            let base = String(name.dropLast(statistic.count + 1))
            if names.contains(base) || ["mean", "median", "stddev"].allSatisfy({ names.contains("\(base)_\($0)") }) {
                return statistic
            }
        }
        return nil
    }

    private mutating func pass(_ what: String) { passed[what, default: 0] += 1 }

    private mutating func read(_ group: Group) {
        let rows = group.repetitions.filter { $0.skipped == nil }
        for _ in rows.count..<group.repetitions.count { pass("Benchmarks that skipped themselves have no reading") }
        let failed = rows.filter { $0.error != nil } + group.aggregates.filter { $0.error != nil }
        if let error = failed.first?.error {
            let share = rows.count > 1 ? " (\(failed.count) of \(rows.count) repetitions)" : ""
            for metric in ["real_time", "cpu_time"] {
                var reading = empty(group, metric, timeUnit: failed[0].timeUnit)
                reading.error = error + share
                readings.append(reading)
            }
        } else if !rows.isEmpty {
            for _ in group.aggregates { pass("Aggregate rows repeat their benchmarks and were skipped") }
            readRepetitions(rows, group)
        } else if !group.aggregates.isEmpty {
            readAggregates(group)
        }
    }

    private mutating func readRepetitions(_ rows: [GoogleBenchmarkRow], _ group: Group) {
        // Random interleaving shuffles the rows; the repetitions have their order.
        let isNumbered = rows.allSatisfy { $0.repetition != nil }
        let ordered = isNumbered ? rows.sorted { ($0.repetition ?? 0) < ($1.repetition ?? 0) } : rows
        var places: [String: Int] = [:]
        var found: [Reading] = []
        var notNumbers: [Int: Double] = [:]
        for row in ordered {
            for (name, value) in row.metrics {
                let place = places[name] ?? found.count
                if place == found.count {
                    places[name] = place
                    found.append(empty(group, name, timeUnit: row.timeUnit))
                }
                guard value.isFinite else {
                    notNumbers[place] = value
                    continue
                }
                found[place].samples.append(Self.scaled(value, row.timeUnit, to: found[place].unit))
                if let iterations = row.iterations, iterations >= 0 { found[place].iterations.append(iterations) }
            }
        }
        for (place, var reading) in found.enumerated() {
            reading.value = Median.of(reading.samples)
            reading.estimator = reading.samples.count == 1 ? "single" : "median"
            if reading.iterations.count != reading.samples.count { reading.iterations = [] }
            if let value = notNumbers[place] {
                if reading.value == nil {
                    reading.error = Self.written(value)
                } else {
                    pass("Values that are NaN or infinite were left out of their samples")
                }
            }
            readings.append(reading)
        }
    }

    private mutating func readAggregates(_ group: Group) {
        let byName = Dictionary(group.aggregates.map { ($0.aggregateName ?? "", $0) }) { first, _ in first }
        guard let centre = byName["median"] ?? byName["mean"] else {
            for _ in group.aggregates { pass("Aggregate rows without a median and a mean were skipped") }
            return
        }
        let taken = 1 + (byName["stddev"] == nil ? 0 : 1)
        for _ in taken..<max(taken, group.aggregates.count) {
            pass("Aggregate rows beside median and stddev were skipped")
        }
        for (name, value) in centre.metrics {
            var reading = empty(group, name, timeUnit: centre.timeUnit)
            reading.estimator = byName["median"] == nil ? "mean" : "median"
            if value.isFinite {
                reading.value = value
            } else {
                reading.error = Self.written(value)
            }
            if let stddev = byName["stddev"], let spread = stddev.metrics.first(where: { $0.name == name })?.value,
                spread.isFinite, spread >= 0, reading.value != nil
            {
                let scaled = Self.scaled(spread, stddev.timeUnit, to: reading.unit)
                reading.spread = Spread(kind: "stddev", value: scaled)
            }
            readings.append(reading)
        }
    }

    private static func scaled(_ value: Double, _ unit: String, to wanted: String) -> Double {
        guard unit != wanted, CanonicalUnit(of: wanted).name == "ns" else { return value }
        return value * CanonicalUnit(of: unit).factor / CanonicalUnit(of: wanted).factor
    }

    private static func written(_ value: Double) -> String {
        value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity"
    }

    private func empty(_ group: Group, _ metric: String, timeUnit: String) -> Reading {
        let name = GoogleBenchmarkName.parts(of: group.key.name)
        let (unit, better): (String, Better) =
            switch metric {
            case "real_time", "cpu_time": (timeUnit, .lower)
            case "bytes_per_second": ("B/s", .higher)
            case "items_per_second": ("1/s", .higher)
            case "allocs_per_iter": ("1", .lower)
            case "max_bytes_used", "total_allocated_bytes", "net_heap_growth": ("B", .lower)
            default: ("1", .unknown)
            }
        return Reading(
            benchmark: name.benchmark,
            parameters: name.parameters,
            metric: metric,
            unit: unit,
            better: better,
            estimator: "single"
        )
    }

    /// A warning for each benchmark that is registered more than once.
    private func twins() -> [Warning] {
        let counts = Dictionary(
            grouping: groups.filter { !$0.repetitions.isEmpty || !$0.aggregates.isEmpty },
            by: \.key.name
        )
        return counts.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map { name, twins in
            let sentence =
                "“\(name.prefix(100))” stands \(twins.count) times; its readings are kept apart, in file order."
            return Warning("duplicate-reading", sentence)
        }
    }
}
