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
        var search = Search(count: n, penalty: penalty, shortest: shortest, low: low, high: high)
        for value in values { search.append(value) }
        var found: [Int] = []
        var end = search.previous[n]
        while end > 0 {
            found.append(end)
            end = search.previous[end]
        }
        return found.reversed()
    }

    /// A last boundary that may still become the best, with its cost as a function of the mean μ: count·μ² − 2·sum·μ + rest.
    private struct Candidate {
        var start: Int
        var count: Double
        var sum: Double
        var rest: Double
        var isAlive = true
    }

    /// An interval of means on which one candidate is the best.
    private struct Piece {
        var low: Double
        var high: Double
        var candidate: Int
    }

    private struct Search {
        private let penalty: Double
        private let shortest: Int
        private var seen = 0
        private var sums: [Double]
        private var squares: [Double]
        private var best: [Double]
        var previous: [Int]
        private var candidates: [Candidate] = []
        private var pieces: [Piece] = []
        private var renewed: [Piece] = []
        private let low: Double
        private let high: Double

        init(count: Int, penalty: Double, shortest: Int, low: Double, high: Double) {
            self.penalty = penalty
            self.shortest = shortest
            self.low = low
            self.high = high
            sums = [Double](repeating: 0, count: count + 1)
            squares = sums
            best = [Double](repeating: .infinity, count: count + 1)
            best[0] = -penalty
            previous = [Int](repeating: 0, count: count + 1)
        }

        mutating func append(_ value: Double) {
            seen += 1
            sums[seen] = sums[seen - 1] + value
            squares[seen] = squares[seen - 1] + value * value
            for place in candidates.indices {
                candidates[place].count += 1
                candidates[place].sum += value
                candidates[place].rest += value * value
            }
            let start = seen - shortest
            if start == 0 || start >= shortest { insert(from: start) }
            var least = Double.infinity
            for candidate in candidates {
                let cost = candidate.rest - candidate.sum * candidate.sum / candidate.count
                if cost < least {
                    least = cost
                    previous[seen] = candidate.start
                }
            }
            best[seen] = least
        }

        private mutating func insert(from start: Int) {
            let new = Candidate(
                start: start,
                count: Double(seen - start),
                sum: sums[seen] - sums[start],
                rest: squares[seen] - squares[start] + best[start] + penalty
            )
            let place = candidates.count
            candidates.append(new)
            guard !pieces.isEmpty else {
                pieces.append(Piece(low: low, high: high, candidate: place))
                return
            }
            renewed.removeAll(keepingCapacity: true)
            for piece in pieces {
                let old = candidates[piece.candidate]
                let bend = old.count - new.count
                let middle = (old.sum - new.sum) / bend
                let depth = middle * middle - (old.rest - new.rest) / bend
                guard bend > 0, depth > 0 else {
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

        /// Drops the candidates that no mean favours.
        private mutating func prune() {
            for place in candidates.indices { candidates[place].isAlive = false }
            for piece in pieces { candidates[piece.candidate].isAlive = true }
            var kept = 0
            var moved = [Int](repeating: 0, count: candidates.count)
            for place in candidates.indices where candidates[place].isAlive {
                moved[place] = kept
                candidates[kept] = candidates[place]
                kept += 1
            }
            guard kept < candidates.count else { return }
            candidates.removeLast(candidates.count - kept)
            for place in pieces.indices { pieces[place].candidate = moved[pieces[place].candidate] }
        }
    }
}
