/// Which stacks of one commit stand for which of the next, with every unit of weight used once.
public struct StackAlignment: Sendable {
    /// A part of one stack's weight that is found again on a stack of the other commit.
    public struct Match: Sendable, Equatable {
        /// The index into `before`.
        public var before: Int
        /// The index into `after`.
        public var after: Int
        /// The weight that both have.
        public var weight: Double
        /// How much the stacks differ: 0 where only lines, numbers and inlining do, otherwise about one for each frame.
        public var cost: Double
    }

    /// The stacks of the earlier commit: settled names of functions, innermost first.
    public internal(set) var before: [[String]] = []
    /// The stacks of the later commit.
    public internal(set) var after: [[String]] = []
    /// What was found again.
    public internal(set) var matches: [Match] = []
    /// Of each stack of `before`, the weight that was not found again.
    public internal(set) var gone: [Double] = []
    /// Of each stack of `after`, the weight that was not there before.
    public internal(set) var new: [Double] = []

    /// What the later commit has more than the earlier one; negative where it has less.
    public var change: Double { new.reduce(0, +) - gone.reduce(0, +) }

    /// The share of the weight that is unmatched on one side or the other, whichever is more: what was not aligned and
    /// what really changed together; 0 where there is no weight.
    public var unmatched: Double { share(of: max(gone.reduce(0, +), new.reduce(0, +))) }

    /// The share of the weight that is on both sides and was matched on neither: what was not aligned, without what really
    /// changed.
    public var residue: Double { share(of: min(gone.reduce(0, +), new.reduce(0, +))) }

    private func share(of left: Double) -> Double {
        let matched = matches.reduce(0) { $0 + $1.weight }
        return left > 0 ? left / (matched + left) : 0
    }
}
