/// Rows of cells drawn in columns; text from elsewhere is made safe.
struct TextTable {
    /// One column.
    struct Column {
        var title: String
        var isRight = false
        /// Whether it is shortened where the terminal is too narrow.
        var isElastic = false

        /// A column of text.
        static func text(_ title: String) -> Column { Column(title: title) }
        /// A column of text that may be shortened.
        static func elastic(_ title: String) -> Column { Column(title: title, isElastic: true) }
        /// A column of numbers.
        static func number(_ title: String) -> Column { Column(title: title, isRight: true) }
    }

    /// One cell.
    struct Cell: ExpressibleByStringInterpolation {
        var text: String
        var paint: TextPaint?

        init(_ text: String, _ paint: TextPaint? = nil) {
            self.text = TextPlain.of(text)
            self.paint = paint
        }

        init(stringLiteral value: String) { self.init(value) }
    }

    /// The least columns that are left of an elastic column.
    private static let leastWidth = 8

    var columns: [Column]
    var rows: [[Cell]] = []

    init(_ columns: Column...) { self.columns = columns }

    mutating func add(_ cells: Cell...) { rows.append(cells) }

    /// The table with its titles, a line end after each row; columns without any text are left out.
    func text(on output: Output) -> String {
        let used = columns.indices.filter { index in rows.contains { !(cell($0, index).text.isEmpty) } }
        var widths = used.map { index in
            rows.reduce(TextWidth.of(columns[index].title)) { max($0, TextWidth.of(cell($1, index).text)) }
        }
        if let width = output.width { shrink(&widths, used, to: width) }
        var text = line(used.map { Cell(columns[$0].title, .faint) }, used, widths, output)
        for row in rows { text += line(used.map { cell(row, $0) }, used, widths, output) }
        return text
    }

    private func cell(_ row: [Cell], _ index: Int) -> Cell { index < row.count ? row[index] : Cell("") }

    private func shrink(_ widths: inout [Int], _ used: [Int], to width: Int) {
        var excess = widths.reduce(0, +) + 2 * max(0, widths.count - 1) - width
        // The widest gives way first, so that short names stay whole beside long ones.
        while excess > 0 {
            let elastic = used.indices.filter { columns[used[$0]].isElastic && widths[$0] > Self.leastWidth }
            guard let widest = elastic.max(by: { widths[$0] < widths[$1] }) else { return }
            widths[widest] -= 1
            excess -= 1
        }
    }

    private func line(_ cells: [Cell], _ used: [Int], _ widths: [Int], _ output: Output) -> String {
        var line = ""
        var owed = 0
        for (place, cell) in cells.enumerated() {
            let text = TextWidth.shortened(cell.text, to: widths[place])
            let padding = widths[place] - TextWidth.of(text)
            let isRight = columns[used[place]].isRight
            if !text.isEmpty {
                line += String(repeating: " ", count: owed + (isRight ? padding : 0))
                line += cell.paint?.on(text, output.hasColour) ?? text
                owed = isRight ? 0 : padding
            } else {
                owed += padding
            }
            owed += 2
        }
        return line + "\n"
    }
}
