/// Builds a profile from stacks, each frame and each call being kept once.
public struct StackProfileBuilder: Sendable {
    /// How large a profile may become.
    public struct Limits: Sendable {
        /// The largest number of frames in one stack; what is further out is cut.
        public var depth = 4096
        /// The largest number of calls.
        public var nodes = 4_000_000

        /// The limits that hold everywhere.
        public init() {}
    }

    private var profile: StackProfile
    private var frameIndexes: [StackFrame: Int32] = [:]
    private var nodeIndexes: [StackProfile.Node: Int32] = [:]
    private let limits: Limits
    /// Whether a stack was cut or a call left out for its size.
    public private(set) var isCut = false

    /// Starts a profile of these columns.
    public init(measures: [StackMeasure], samplingPeriod: Double? = nil, limits: Limits = Limits()) {
        profile = StackProfile(measures: measures, samplingPeriod: samplingPeriod)
        self.limits = limits
    }

    /// The index of a frame, which may be used in `add` from now on.
    public mutating func index(of frame: StackFrame) -> Int32 {
        if let known = frameIndexes[frame] { return known }
        let index = Int32(profile.frames.count)
        profile.frames.append(frame)
        frameIndexes[frame] = index
        return index
    }

    /// Adds a stack, innermost first, with one value for each column; values that are not finite count as 0.
    ///
    /// - Precondition: `values` has one value for each measure.
    public mutating func add(stack: some BidirectionalCollection<Int32>, values: [Double]) {
        precondition(values.count == profile.measures.count, "A stack has one value for each measure.")
        var node: Int32 = -1
        var depth = 0
        for frame in stack.reversed() {
            guard depth < limits.depth, let next = child(of: node, frame: frame) else {
                isCut = true
                break
            }
            node = next
            depth += 1
        }
        guard node >= 0 else { return }
        let start = Int(node) * values.count
        for (column, value) in values.enumerated() where value.isFinite { profile.weights[start + column] += value }
    }

    /// Adds a stack of frames, innermost first.
    public mutating func add(stack: [StackFrame], values: [Double]) {
        add(stack: stack.map { index(of: $0) }, values: values)
    }

    /// The profile as it is now.
    public func finished() -> StackProfile { profile }

    private mutating func child(of parent: Int32, frame: Int32) -> Int32? {
        let node = StackProfile.Node(parent: parent, frame: frame)
        if let known = nodeIndexes[node] { return known }
        guard profile.nodes.count < limits.nodes else { return nil }
        let index = Int32(profile.nodes.count)
        profile.nodes.append(node)
        profile.weights.append(contentsOf: repeatElement(0, count: profile.measures.count))
        nodeIndexes[node] = index
        return index
    }
}
