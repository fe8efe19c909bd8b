import NilometerCore
import NilometerDetection
import NilometerStatistics

/// One table of a comparison of files, laid out as benchstat's readers know it, with the verdicts at the right.
struct CompareTableText {
    private struct Line {
        var cells: [String]
        var verdict: String?
    }

    /// What stands before each cell, and whether it is flush right: the name; centre, ± and mark of the old side, and of the
    /// new; difference, test and mark.
    private static let columns: [(margin: String, isRight: Bool)] = [
        ("", false), ("", true), (" ± ", true), (" ", false), ("", true), (" ± ", true), (" ", false), ("  ", true),
        (" ", false), (" ", false),
    ]

    private let labels: (old: String, new: String)
    private let title: String
    private let verdictTitle: String
    private var body: [Line] = []
    private var notes: [String] = []
    private var widths = [Int](repeating: 0, count: 10)

    /// Lays out a table under the labels of its two sides.
    init(_ table: ComparisonTable, labels: (old: String, new: String), verdictTitle: String) {
        self.labels = labels
        self.verdictTitle = verdictTitle
        title = table.title
        for row in table.rows { addRow(row, isBinary: table.unit.isBinary) }
        if table.rows.count > 1 { addMean(of: table) }
        for line in body {
            for (column, cell) in line.cells.enumerated() { widths[column] = max(widths[column], TextWidth.of(cell)) }
        }
        widths[1] += max(0, max(TextWidth.of(title), TextWidth.of(labels.old)) - width(1...3))
        widths[4] += max(0, TextWidth.of(title) - width(4...6))
        widths[8] += max(0, "vs base".count - (width(7...9) - 2))
        widths[4] += max(0, TextWidth.of(labels.new) - width(4...9))
    }

    /// The header, the rows and the notes, without blank lines around them.
    var lines: [String] {
        let indent = String(repeating: " ", count: widths[0])
        let end = width(4...9)
        var lines = [
            "\(indent) │ \(centred(labels.old, width(1...3))) │ \(centred(labels.new, end)) │",
            "\(indent) │ \(centred(title, width(1...3))) │ "
                + padded(centred(title, width(4...6)) + "  vs base", end) + " │ " + verdictTitle,
        ]
        for line in body {
            let text = block(line, 0...0) + "   " + block(line, 1...3) + "   " + block(line, 4...9)
            lines.append(trimmed(line.verdict.map { text + "   " + $0 } ?? text))
        }
        for (index, note) in notes.enumerated() { lines.append(Self.mark(index + 1) + " " + note) }
        return lines
    }

    private mutating func addRow(_ row: ComparisonRowOfSets, isBinary: Bool) {
        let centres = [row.old, row.new].compactMap { $0?.centre }
        let scale = DisplayScale(for: centres, isBinary: isBinary)
        var cells = [row.name]
        for side in [row.old, row.new] {
            cells += [side.map { scale.text($0.centre) } ?? "", side?.spreadText ?? "", mark(for: side?.note)]
        }
        cells += [row.deltaText(scale) ?? "", row.testText ?? "", mark(for: row.note)]
        body.append(Line(cells: cells, verdict: Self.text(row.judgement)))
    }

    private mutating func addMean(of table: ComparisonTable) {
        func text(_ mean: Double?) -> String {
            mean.map { DisplayScale(for: [$0], isBinary: table.unit.isBinary).text($0) } ?? ""
        }
        let problem = "summaries must be >0 to compute geomean"
        let (old, new) = (table.oldMean, table.newMean)
        let hasOld = table.rows.contains { $0.old != nil }
        let hasNew = table.rows.contains { $0.new != nil }
        var cells = ["geomean"]
        cells += [text(old), "", mark(for: old == nil && hasOld ? problem : nil)]
        cells += [text(new), "", mark(for: new == nil && hasNew ? problem : nil)]
        let delta = table.meanRatio.map { ComparePercent.text($0) } ?? (hasOld && hasNew ? "?" : "")
        let doubt = "benchmark set differs from baseline; geomeans may not be comparable"
        cells += [delta, "", mark(for: table.hasOneSidedRows ? doubt : nil)]
        body.append(Line(cells: cells))
    }

    private mutating func mark(for note: String?) -> String {
        guard let note else { return "" }
        if let known = notes.firstIndex(of: note) { return Self.mark(known + 1) }
        notes.append(note)
        return Self.mark(notes.count)
    }

    private static func mark(_ number: Int) -> String {
        let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
        return String(String(number).compactMap { $0.wholeNumberValue.map { digits[$0] } })
    }

    private static func text(_ judgement: Judgement) -> String {
        switch judgement.verdict {
        case .regressed, .improved, .unchanged: judgement.verdict.rawValue
        case .inconclusive, .missing: "\(judgement.verdict.rawValue): \(judgement.reason)"
        }
    }

    /// The width of neighbouring columns with their margins; columns without content take no space.
    private func width(_ range: ClosedRange<Int>) -> Int {
        range.reduce(0) { $0 + (widths[$1] > 0 ? widths[$1] + Self.columns[$1].margin.count : 0) }
    }

    private func block(_ line: Line, _ range: ClosedRange<Int>) -> String {
        range.reduce(into: "") { text, column in
            guard widths[column] > 0 else { return }
            let (margin, isRight) = Self.columns[column]
            let cell = line.cells[column]
            let fill = String(repeating: " ", count: max(0, widths[column] - TextWidth.of(cell)))
            text += cell.isEmpty ? String(repeating: " ", count: margin.count) : margin
            text += isRight ? fill + cell : cell + fill
        }
    }

    private func centred(_ text: String, _ width: Int) -> String {
        padded(String(repeating: " ", count: max(0, (width - TextWidth.of(text)) / 2)) + text, width)
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - TextWidth.of(text)))
    }

    private func trimmed(_ text: String) -> String {
        String(text.reversed().drop { $0 == " " }.reversed())
    }
}
