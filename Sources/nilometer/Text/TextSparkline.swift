/// A row of bars, one a value, scaled between the least and the largest.
struct TextSparkline {
    private static let bars = Array("▁▂▃▄▅▆▇█")

    /// The middle value of the points that share a column.
    let columns: [Double]
    private let count: Int

    /// Makes a row of at most so many columns, oldest value first.
    init(_ values: [Double], width: Int) {
        count = values.count
        let width = max(1, width)
        guard values.count > width else {
            columns = values
            return
        }
        columns = (0..<width).map { column in
            let part = values[(column * values.count / width)..<((column + 1) * values.count / width)]
            return part.sorted()[part.count / 2]
        }
    }

    /// The bars; a value that is not finite is a space, and equal values are the lowest bar.
    var text: String {
        let finite = columns.filter(\.isFinite)
        guard let least = finite.min(), let most = finite.max() else {
            return String(repeating: " ", count: columns.count)
        }
        return String(
            columns.map { value -> Character in
                guard value.isFinite else { return " " }
                // Halves, so that the range of the largest numbers does not overflow.
                let range = most / 2 - least / 2
                guard range > 0 else { return Self.bars[0] }
                return Self.bars[min(7, max(0, Int((value / 2 - least / 2) / range * 7.999)))]
            }
        )
    }

    /// A row of signs under the bars: “|” below each of the given points, without spaces at its end.
    func marks(at points: [Int]) -> String {
        guard !columns.isEmpty else { return "" }
        var row = [Character](repeating: " ", count: columns.count)
        for point in points where (0..<count).contains(point) {
            row[min(columns.count - 1, point * columns.count / count)] = "|"
        }
        while row.last == " " { row.removeLast() }
        return String(row)
    }
}
