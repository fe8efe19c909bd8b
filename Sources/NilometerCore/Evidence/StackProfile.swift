/// Weights by stack, as a tree of calls with inlined frames expanded.
///
/// Nodes are in an order in which a parent comes before its children. Weights are totals of the whole profile, already
/// scaled up from samples, and belong to the node itself, without its children.
public struct StackProfile: Sendable, Equatable {
    /// One call: its frame, and the node that called it.
    public struct Node: Sendable, Hashable {
        /// The index of the caller; -1 for an outermost frame.
        public var parent: Int32
        /// The index of the frame.
        public var frame: Int32

        /// Makes a node.
        public init(parent: Int32, frame: Int32) {
            self.parent = parent
            self.frame = frame
        }
    }

    /// What the columns count.
    public var measures: [StackMeasure]
    /// The frames, each once.
    public var frames: [StackFrame]
    /// The calls, parents first.
    public var nodes: [Node]
    /// `nodes.count × measures.count` weights, a node's columns side by side.
    public var weights: [Double]
    /// How many units lie between two samples, on average; 1 or less where everything was counted, nil where it is not known.
    public var samplingPeriod: Double?
    /// Whether only a part was counted and the weights were scaled up.
    public var isSampled: Bool { (samplingPeriod ?? 1) > 1 }

    /// Makes a profile of these columns and nothing in it.
    public init(measures: [StackMeasure], samplingPeriod: Double? = nil) {
        self.measures = measures
        self.samplingPeriod = samplingPeriod
        frames = []
        nodes = []
        weights = []
    }

    /// The index of the column that counts this; of totals where there is a choice, nil where nothing counts it.
    public func column(of quantity: StackMeasure.Quantity) -> Int? {
        measures.firstIndex { $0.quantity == quantity && !$0.isLive }
            ?? measures.firstIndex { $0.quantity == quantity }
    }

    /// The weight of a node in a column.
    public func weight(of node: Int, column: Int) -> Double { weights[node * measures.count + column] }

    /// The frames from a node outwards: the innermost first.
    public func stack(of node: Int) -> [StackFrame] {
        var stack: [StackFrame] = []
        var place = node
        while place >= 0 {
            stack.append(frames[Int(nodes[place].frame)])
            place = Int(nodes[place].parent)
        }
        return stack
    }

    /// The sum of a column over all nodes.
    public func total(column: Int) -> Double {
        var sum = 0.0
        for node in nodes.indices { sum += weight(of: node, column: column) }
        return sum
    }
}
