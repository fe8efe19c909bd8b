import NilometerCore
import NilometerStatistics

/// The readings of two sets of files, gathered by benchmark and unit in the order of the files.
struct CollectedReadings {
    /// Parameters that describe the surroundings of all benchmarks of a file; they head a table instead of naming a row.
    private static let configurationKeys: Set<String> = ["pkg"]

    private struct RowKey: Hashable {
        var benchmark: String
        var parameters: [String: String]
        var title: String
    }

    private struct Cell {
        var name: String
        var table: Int
        var old: [Int: [Double]] = [:]
        var new: [Int: [Double]] = [:]
        var assumesExact: Bool
    }

    private struct TableKey: Hashable {
        var configuration: [String: String]
        var title: String
    }

    private var heads: [ComparisonTable] = []
    private var placeOfTable: [TableKey: Int] = [:]
    private var cells: [Cell] = []
    private var keys: [RowKey] = []
    private var placeOfCell: [RowKey: Int] = [:]
    private var orderOfConfiguration: [[String: String]: Int] = [:]
    private var orderOfTitle: [String: Int] = [:]

    /// Takes the readings of one file; those without values are left out.
    mutating func add(_ report: Report, isNew: Bool, run: Int) {
        for reading in report.readings {
            let unit = Self.unit(of: reading)
            let values = reading.samples.isEmpty ? [reading.value].compactMap(\.self) : reading.samples
            let scaled = values.map { $0 * unit.tidied.factor }.filter(\.isFinite)
            guard !scaled.isEmpty else { continue }
            let key = RowKey(benchmark: reading.benchmark, parameters: reading.parameters, title: unit.title)
            let place = place(of: key, reading: reading, unit: unit.tidied, context: report.context)
            if isNew {
                cells[place].new[run, default: []] += scaled
            } else {
                cells[place].old[run, default: []] += scaled
            }
            cells[place].assumesExact = cells[place].assumesExact || reading.assumesExact
        }
    }

    /// The tables, not yet judged: a row that has both sides is inconclusive.
    var tables: [ComparisonTable] {
        var tables = heads
        for (index, cell) in cells.enumerated() {
            tables[cell.table].rows.append(Self.row(cell, keys[index]))
        }
        return tables.sorted { first, second in
            let a = (orderOfConfiguration[first.configuration] ?? 0, orderOfTitle[first.title] ?? 0)
            let b = (orderOfConfiguration[second.configuration] ?? 0, orderOfTitle[second.title] ?? 0)
            return a < b
        }
    }

    private static func row(_ cell: Cell, _ key: RowKey) -> ComparisonRowOfSets {
        let sides = [cell.old, cell.new].map { runs in
            let inOrder = runs.sorted { $0.key < $1.key }.map(\.value)
            return ComparisonSample(inOrder, assumesExact: cell.assumesExact)
        }
        var row = ComparisonRowOfSets(
            name: cell.name,
            benchmark: key.benchmark,
            parameters: key.parameters,
            old: sides[0],
            new: sides[1],
            judgement: Judgement(.inconclusive, "")
        )
        guard let old = sides[0], let new = sides[1] else {
            row.judgement = Judgement(.missing, sides[0] == nil ? "only in the new files" : "only in the old files")
            return row
        }
        guard !cell.assumesExact else { return row }
        row.p = MannWhitney.doubledTail(old.sorted, new.sorted).p
        if old.least == old.greatest, new.least == new.greatest, old.least == new.least {
            row.note = "all samples are equal"
        } else if old.count < 4, new.count < 4 {
            row.note = "need >= 4 samples to detect a difference at alpha level 0.05"
        }
        return row
    }

    private mutating func place(
        of key: RowKey,
        reading: Reading,
        unit: TidiedUnit,
        context: [String: String]
    ) -> Int {
        if let known = placeOfCell[key] { return known }
        let configuration = key.parameters.filter { Self.configurationKeys.contains($0.key) }
        let tableKey = TableKey(configuration: configuration, title: key.title)
        let table = placeOfTable[tableKey] ?? heads.count
        if table == heads.count {
            placeOfTable[tableKey] = table
            orderOfTitle[key.title] = orderOfTitle[key.title] ?? orderOfTitle.count
            orderOfConfiguration[configuration] = orderOfConfiguration[configuration] ?? orderOfConfiguration.count
            heads.append(
                ComparisonTable(
                    configuration: configuration,
                    title: key.title,
                    metric: reading.metric,
                    unit: unit,
                    better: reading.better,
                    rows: []
                )
            )
        }
        placeOfCell[key] = cells.count
        keys.append(key)
        let name = Self.name(of: key, context: context)
        cells.append(Cell(name: name, table: table, assumesExact: reading.assumesExact))
        return cells.count - 1
    }

    /// The name as Go prints it: the parts that are parameters, and the number of processors where it is not 1.
    private static func name(of key: RowKey, context: [String: String]) -> String {
        var name = key.benchmark
        let parts = key.parameters.filter { !configurationKeys.contains($0.key) && $0.key != "gomaxprocs" }
        for (key, value) in parts.sorted(by: { $0.key < $1.key }) { name += "/\(key)=\(value)" }
        // Where packages ran on different numbers the context lists them all, and none is known to be this one's.
        let processors = Int(key.parameters["gomaxprocs"] ?? context["gomaxprocs"] ?? "1") ?? 1
        return processors == 1 ? name : "\(name)-\(processors)"
    }

    /// Go's metrics are units themselves; those of other harnesses have a name beside their unit.
    private static func unit(of reading: Reading) -> (tidied: TidiedUnit, title: String) {
        let isItsOwnUnit =
            reading.metric == reading.unit || reading.metric == reading.unit + "/op"
            || reading.metric == "allocs/op" && reading.unit == "1"
        let tidied = TidiedUnit(of: isItsOwnUnit ? reading.metric : reading.unit)
        return (tidied, isItsOwnUnit ? tidied.name : "\(reading.metric) (\(tidied.name))")
    }
}
