/// Text in columns.
struct FigureTable {
    let heading: [String]
    let rows: [[String]]

    /// One line a row, columns padded to their widest cell.
    var text: String {
        let lines = [heading] + rows
        let widths = heading.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { cells in
            let padded = zip(cells, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(
                separator: "  "
            )
            return String(padded.reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n")
    }
}
