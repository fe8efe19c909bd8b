/// The division of a series into segments of constant mean with the least sum of squares plus a penalty a segment.
///
/// Source: Maidstone, Hocking, Rigaill and Fearnhead, 2017 (functional pruning). The result is that of PELT with the same
/// cost, but the time does not depend on how many changes there are: a candidate survives only while some mean favours it.
public enum OptimalPartition {
    /// The first indexes of all segments but the first, in rising order.
    ///
    /// - Parameters:
    ///   - values: all finite, of moderate size (scaled to unit noise, the median subtracted).
    ///   - penalty: the price of a segment, above 0.
    ///   - shortest: the least number of values in a segment, at least 1.
    /// - Returns: nothing when there are fewer than 2·shortest values.
    /// - Complexity: O(n log n) typical, O(n²) worst.
    public static func boundaries(of values: [Double], penalty: Double, shortest: Int) -> [Int] {
        let n = values.count
        guard n >= 2 * shortest, let low = values.min(), let high = values.max(), low < high else { return [] }
        var previous = [Int](repeating: 0, count: n + 1)
        var sums = [Double](repeating: 0, count: n + 1)
        var squares = sums
        for place in 0..<n {
            sums[place + 1] = sums[place] + values[place]
            squares[place + 1] = squares[place] + values[place] * values[place]
        }
        var best = [Double](repeating: .infinity, count: n + 1)
        best[0] = -penalty
        previous.withUnsafeMutableBufferPointer { previous in
            best.withUnsafeMutableBufferPointer { best in
                sums.withUnsafeBufferPointer { sums in
                    squares.withUnsafeBufferPointer { squares in
                        var search = Search(sums: sums, squares: squares, penalty: penalty, low: low, high: high)
                        for end in shortest...n {
                            let start = end - shortest
                            if start == 0 || start >= shortest { search.insert(start, end, best) }
                            (best[end], previous[end]) = search.least(end)
                        }
                    }
                }
            }
        }
        var found: [Int] = []
        var end = previous[n]
        while end > 0 {
            found.append(end)
            end = previous[end]
        }
        return found.reversed()
    }

    /// A last boundary that may still become the best: the cost of a segment from it with mean μ is
    /// `rest` + Σ(x − μ)².
    private struct Candidate {
        var start: Int
        var rest: Double
        var isAlive: Bool
    }

    /// An interval of means on which one candidate is the best.
    private struct Piece {
        var low: Double
        var high: Double
        var candidate: Int
    }

    private struct Search {
        private let sums: UnsafeBufferPointer<Double>
        private let squares: UnsafeBufferPointer<Double>
        private let penalty: Double
        private let low: Double
        private let high: Double
        private var candidates: [Candidate] = []
        private var pieces: [Piece] = []
        private var renewed: [Piece] = []
        private var moved: [Int] = []

        init(
            sums: UnsafeBufferPointer<Double>,
            squares: UnsafeBufferPointer<Double>,
            penalty: Double,
            low: Double,
            high: Double
        ) {
            self.sums = sums
            self.squares = squares
            self.penalty = penalty
            self.low = low
            self.high = high
        }

        /// The least cost of the values before `end`, and where its last segment begins.
        func least(_ end: Int) -> (cost: Double, start: Int) {
            var found = (cost: Double.infinity, start: 0)
            let (sum, square) = (sums[end], squares[end])
            candidates.withUnsafeBufferPointer { candidates in
                for candidate in candidates {
                    let part = sum - sums[candidate.start]
                    let cost =
                        candidate.rest + square - squares[candidate.start] - part * part / Double(end - candidate.start)
                    if cost < found.cost { found = (cost, candidate.start) }
                }
            }
            return found
        }

        /// Lets a segment begin at `start`, and drops the candidates that no mean favours any more.
        mutating func insert(_ start: Int, _ end: Int, _ best: UnsafeMutableBufferPointer<Double>) {
            let place = candidates.count
            candidates.append(Candidate(start: start, rest: best[start] + penalty, isAlive: true))
            guard !pieces.isEmpty else {
                pieces.append(Piece(low: low, high: high, candidate: place))
                return
            }
            renewed.removeAll(keepingCapacity: true)
            for piece in pieces {
                // Where the old candidate is dearer than the new: both share the values after `start`.
                let old = candidates[piece.candidate]
                let count = Double(start - old.start)
                let middle = (sums[start] - sums[old.start]) / count
                let gain = (squares[start] - squares[old.start] + old.rest - candidates[place].rest) / count
                let depth = middle * middle - gain
                guard depth > 0 else {
                    push(piece.low, piece.high, place)
                    continue
                }
                let reach = depth.squareRoot()
                push(piece.low, min(piece.high, middle - reach), place)
                push(max(piece.low, middle - reach), min(piece.high, middle + reach), piece.candidate)
                push(max(piece.low, middle + reach), piece.high, place)
            }
            swap(&pieces, &renewed)
            prune()
        }

        private mutating func push(_ from: Double, _ to: Double, _ candidate: Int) {
            guard from < to else { return }
            if let last = renewed.last, last.candidate == candidate {
                renewed[renewed.count - 1].high = to
            } else {
                renewed.append(Piece(low: from, high: to, candidate: candidate))
            }
        }

        private mutating func prune() {
            for place in candidates.indices { candidates[place].isAlive = false }
            for piece in pieces { candidates[piece.candidate].isAlive = true }
            guard candidates.contains(where: { !$0.isAlive }) else { return }
            moved.removeAll(keepingCapacity: true)
            var kept = 0
            for place in candidates.indices {
                moved.append(kept)
                guard candidates[place].isAlive else { continue }
                candidates[kept] = candidates[place]
                kept += 1
            }
            candidates.removeLast(candidates.count - kept)
            for place in pieces.indices { pieces[place].candidate = moved[pieces[place].candidate] }
        }
    }
}
