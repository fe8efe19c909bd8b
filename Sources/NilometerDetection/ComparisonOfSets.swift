public import NilometerCore
import NilometerStatistics

/// Two sets of files beside each other: benchstat's figures, and our own verdicts.
///
/// A file is one run. With `samplesAreRuns` every sample is taken for a run, which is benchstat's reading.
public struct ComparisonOfSets: Sendable, Equatable {
    /// The tables, by configuration and unit in the order of the files.
    public private(set) var tables: [ComparisonTable]
    /// Facts of the runs by key, each with its values on the old side and on the new.
    public private(set) var context: [String: ComparisonFact]
    /// What was doubtful.
    public private(set) var warnings: [Warning]

    /// Compares the reports of old files with those of new ones.
    ///
    /// - Complexity: O(samples · log samples), and the exact test of each row.
    public init(old: [Report], new: [Report], samplesAreRuns: Bool = false) {
        var collection = CollectedReadings()
        for (index, report) in old.enumerated() { collection.add(report, isNew: false, run: index) }
        for (index, report) in new.enumerated() { collection.add(report, isNew: true, run: index) }
        context = Self.context(old: old, new: new)
        warnings = Self.warnings(of: context)
        tables = collection.tables
        judge(samplesAreRuns: samplesAreRuns)
        for index in tables.indices { tables[index].rows = Self.ranked(tables[index].rows) }
    }

    /// All rows of all tables.
    public var rows: [ComparisonRowOfSets] { tables.flatMap(\.rows) }
    /// Whether any row has both sides.
    public var isAnythingCompared: Bool { rows.contains { $0.judgement.verdict != .missing } }
    /// How many rows have a verdict.
    public func count(of verdict: Verdict) -> Int { rows.count { $0.judgement.verdict == verdict } }

    private mutating func judge(samplesAreRuns: Bool) {
        var rules: [(table: Int, row: Int, rule: SetsRule)] = []
        for (table, content) in tables.enumerated() {
            for (row, pair) in content.rows.enumerated() {
                guard let old = pair.old, let new = pair.new else { continue }
                let isDeclared = pair.p == nil || Metric.isCount(metric: content.metric)
                let isExact = isDeclared || SetsRule.isExact(old, new, unit: content.unit.name)
                rules.append((table, row, SetsRule(old: old, new: new, better: content.better, isExact: isExact)))
            }
        }
        let isSameBinary = context["binarySha"].map { $0.old.count == 1 && $0.old == $0.new } ?? false
        func isProven(_ item: (table: Int, row: Int, rule: SetsRule)) -> Bool {
            isSameBinary && !item.rule.isExact && !SetsRule.canBeExact(unit: tables[item.table].unit.name)
        }
        let tested = rules.indices.filter { rules[$0].rule.p != nil && !isProven(rules[$0]) }
        let adjusted = FalseDiscovery.benjaminiHochberg(tested.map { rules[$0].rule.p ?? 1 })
        let adjustedOfRule = Dictionary(uniqueKeysWithValues: zip(tested, adjusted))
        for (index, item) in rules.enumerated() {
            tables[item.table].rows[item.row].smallestEffect = item.rule.smallestEffect
            if isProven(item), !samplesAreRuns {
                tables[item.table].rows[item.row].smallestEffect = 0
                tables[item.table].rows[item.row].judgement = Judgement(.unchanged, "same binary")
                continue
            }
            let p = tables[item.table].rows[item.row].p
            tables[item.table].rows[item.row].judgement =
                samplesAreRuns
                ? item.rule.judgementOfSamples(p: p) : item.rule.judgement(adjustedP: adjustedOfRule[index])
        }
    }

    private static func ranked(_ rows: [ComparisonRowOfSets]) -> [ComparisonRowOfSets] {
        let first = rows.enumerated().filter { $1.isChangeFromZero }.sorted { a, b in
            let (x, y) = (abs(a.element.new?.centre ?? 0), abs(b.element.new?.centre ?? 0))
            return x > y || x == y && a.offset < b.offset
        }
        return first.map(\.element) + rows.filter { !$0.isChangeFromZero }
    }

    private static func context(old: [Report], new: [Report]) -> [String: ComparisonFact] {
        var found: [String: ComparisonFact] = [:]
        for (key, value) in old.flatMap(\.context) { found[key, default: ComparisonFact()].old.append(value) }
        for (key, value) in new.flatMap(\.context) { found[key, default: ComparisonFact()].new.append(value) }
        return found.mapValues { ComparisonFact(old: Set($0.old).sorted(), new: Set($0.new).sorted()) }
    }

    /// A difference of context is a possible cause, and is told; what names the commit or the time is expected to differ.
    private static func warnings(of context: [String: ComparisonFact]) -> [Warning] {
        let expected = ["commit", "branch", "date", "time", "by", "upload"]
        return context.sorted { $0.key < $1.key }.compactMap { key, sides in
            guard sides.old != sides.new || sides.old.count > 1, !expected.contains(where: key.hasPrefix) else {
                return nil
            }
            let text = [sides.old, sides.new].map { $0.isEmpty ? "nothing" : $0.joined(separator: ", ") }
            return Warning(
                "context-differs",
                "\(key) is \(text[0]) on the old side and \(text[1]) on the new; a difference may come from there."
            )
        }
    }
}
