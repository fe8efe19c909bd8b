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
        // There are at most as many candidates as starts, and fewer than twice as many pieces.
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 3 * (n + 1)) { memory in
            let sums = UnsafeMutableBufferPointer(rebasing: memory[...n])
            let squares = UnsafeMutableBufferPointer(rebasing: memory[(n + 1)..<(2 * n + 2)])
            let best = UnsafeMutableBufferPointer(rebasing: memory[(2 * n + 2)...])
            (sums[0], squares[0]) = (0, 0)
            for place in 0..<n {
                sums[place + 1] = sums[place] + values[place]
                squares[place + 1] = squares[place] + values[place] * values[place]
            }
            best.initialize(repeating: .infinity)
            best[0] = -penalty
            withUnsafeTemporaryAllocation(of: Candidate.self, capacity: n + 1) { candidates in
                withUnsafeTemporaryAllocation(of: Piece.self, capacity: 6 * (n + 1)) { pieces in
                    var search = Search(candidates, pieces, low: low, high: high)
                    for end in shortest...n {
                        let start = end - shortest
                        if start == 0 || start >= shortest {
                            search.insert(
                                Candidate(start, rest: best[start] + penalty, sum: sums[start], square: squares[start])
                            )
                        }
                        (best[end], previous[end]) = search.least(end, sum: sums[end], square: squares[end])
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
        /// The sums of the values before `start`, and of their squares.
        var sum: Double
        var square: Double
        var isAlive = true
        /// Its place once the dead are gone.
        var next = 0

        init(_ start: Int, rest: Double, sum: Double, square: Double) {
            (self.start, self.rest, self.sum, self.square) = (start, rest, sum, square)
        }
    }

    /// An interval of means on which one candidate is the best.
    private struct Piece {
        var low: Double
        var high: Double
        var candidate: Int
    }

    /// The candidates, and the pieces of the means that they hold.
    private struct Search {
        private let candidates: UnsafeMutableBufferPointer<Candidate>
        private var pieces: UnsafeMutableBufferPointer<Piece>
        private var renewed: UnsafeMutableBufferPointer<Piece>
        private var candidateCount = 0
        private var pieceCount = 0
        private var renewedCount = 0
        private let low: Double
        private let high: Double

        init(
            _ candidates: UnsafeMutableBufferPointer<Candidate>,
            _ pieces: UnsafeMutableBufferPointer<Piece>,
            low: Double,
            high: Double
        ) {
            self.candidates = candidates
            let half = pieces.count / 2
            self.pieces = UnsafeMutableBufferPointer(rebasing: pieces[..<half])
            renewed = UnsafeMutableBufferPointer(rebasing: pieces[half...])
            self.low = low
            self.high = high
        }

        /// The least cost of the values before `end`, and where its last segment begins.
        func least(_ end: Int, sum: Double, square: Double) -> (cost: Double, start: Int) {
            var found = (cost: Double.infinity, start: 0)
            for place in 0..<candidateCount {
                let candidate = candidates[place]
                let part = sum - candidate.sum
                let cost = candidate.rest + square - candidate.square - part * part / Double(end - candidate.start)
                if cost < found.cost { found = (cost, candidate.start) }
            }
            return found
        }

        /// Lets a segment begin with a candidate, and drops those that no mean favours any more.
        mutating func insert(_ new: Candidate) {
            let place = candidateCount
            candidates[place] = new
            candidateCount += 1
            guard pieceCount > 0 else {
                pieces[0] = Piece(low: low, high: high, candidate: place)
                pieceCount = 1
                return
            }
            for place in 0..<candidateCount { candidates[place].isAlive = false }
            renewedCount = 0
            var known = -1
            var (left, right) = (0.0, 0.0)
            for index in 0..<pieceCount {
                let piece = pieces[index]
                // Where the old candidate is cheaper than the new, in between; both share the values after the new one's start.
                if piece.candidate != known {
                    known = piece.candidate
                    let old = candidates[known]
                    let count = Double(new.start - old.start)
                    let middle = (new.sum - old.sum) / count
                    let depth = middle * middle - (new.square - old.square + old.rest - new.rest) / count
                    let reach = depth > 0 ? depth.squareRoot() : -1
                    (left, right) = depth > 0 ? (middle - reach, middle + reach) : (.infinity, .infinity)
                }
                push(piece.low, min(piece.high, left), place)
                push(max(piece.low, left), min(piece.high, right), piece.candidate)
                push(max(piece.low, right), piece.high, place)
            }
            swap(&pieces, &renewed)
            pieceCount = renewedCount
            prune()
        }

        private mutating func push(_ from: Double, _ to: Double, _ candidate: Int) {
            guard from < to else { return }
            let isSame = renewedCount > 0 && renewed[renewedCount - 1].candidate == candidate
            // More pieces than twice the candidates can only come from rounding.
            if isSame || renewedCount == renewed.count {
                renewed[renewedCount - 1].high = to
            } else {
                renewed[renewedCount] = Piece(low: from, high: to, candidate: candidate)
                renewedCount += 1
                candidates[candidate].isAlive = true
            }
        }

        /// Closes the gaps that the dead leave among the candidates.
        private mutating func prune() {
            var kept = 0
            for place in 0..<candidateCount where candidates[place].isAlive {
                candidates[place].next = kept
                kept += 1
            }
            guard kept < candidateCount else { return }
            for place in 0..<pieceCount { pieces[place].candidate = candidates[pieces[place].candidate].next }
            for place in 0..<candidateCount where candidates[place].isAlive {
                candidates[candidates[place].next] = candidates[place]
            }
            candidateCount = kept
        }
    }
}
