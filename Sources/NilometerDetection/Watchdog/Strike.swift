/// Many rows of a metric that did the same odd thing at one run.
struct Strike {
    /// The fewest rows, and the smallest share of those that could have done it, that are no accident.
    static let fewest = 5
    static let share = 0.3

    /// The run at which it began.
    var run: Int
    /// The rows' places in the metric.
    var rows: [Int]
    /// How many rows could have done it.
    var among: Int
    /// What they did, behind “of the 9 series of “ns/op””.
    var words: String
    /// The first run at which it was over.
    var back: Int?

    /// A strike, where enough rows took part.
    init?(at run: Int, _ rows: [Int], among: Int, _ words: String) {
        guard rows.count >= Self.fewest, Double(rows.count) >= Self.share * Double(among) else { return nil }
        self.run = run
        self.rows = rows
        self.among = among
        self.words = words
    }

    /// Finds the first run at which at least half of the rows that are there are as they were.
    ///
    /// - Parameters:
    ///   - start: the first run that is looked at.
    ///   - end: the number of runs.
    ///   - isBack: whether a row is as it was at a run; nil where the run does not say.
    mutating func find(from start: Int, to end: Int, isBack: (Int, Int) -> Bool?) {
        guard start < end else { return }
        back = (start..<end).first { run in
            let answers = rows.compactMap { isBack($0, run) }
            return answers.count >= 3 && 2 * answers.count(where: \.self) >= answers.count
        }
    }
}
