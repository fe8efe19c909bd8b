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
    private var calls = StackCallTable()
    /// Of each node that has weights, where its columns are in `sums`; most calls have none of their own.
    private var places: [Int32: Int] = [:]
    private var sums: [Double] = []
    /// The stack that was added last, outermost first, with its nodes: the next one often begins alike.
    private var lastFrames: [Int32] = []
    private var lastNodes: [Int32] = []
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
    public mutating func add(stack: [Int32], values: [Double]) {
        precondition(values.count == profile.measures.count, "A stack has one value for each measure.")
        var node: Int32 = -1
        var depth = 0
        var isSame = true
        // Below a call that is new all calls are.
        var isNew = false
        for place in stack.indices.reversed() {
            let frame = stack[place]
            guard depth < limits.depth else {
                isCut = true
                break
            }
            if isSame, depth < lastFrames.count, lastFrames[depth] == frame {
                node = lastNodes[depth]
            } else {
                if isSame {
                    isSame = false
                    lastFrames.removeSubrange(depth...)
                    lastNodes.removeSubrange(depth...)
                }
                guard let next = child(of: node, frame: frame, isNew: &isNew) else {
                    isCut = true
                    break
                }
                node = next
                lastFrames.append(frame)
                lastNodes.append(node)
            }
            depth += 1
        }
        guard node >= 0 else { return }
        let start: Int
        if let known = places[node] {
            start = known
        } else {
            start = sums.count
            places[node] = start
            sums.append(contentsOf: repeatElement(0, count: values.count))
        }
        for (column, value) in values.enumerated() where value.isFinite { sums[start + column] += value }
    }

    /// Adds a stack of frames, innermost first.
    public mutating func add(stack: [StackFrame], values: [Double]) {
        add(stack: stack.map { index(of: $0) }, values: values)
    }

    /// The profile as it is now.
    public func finished() -> StackProfile {
        var finished = profile
        let columns = profile.measures.count
        finished.weights = Array(repeating: 0, count: profile.nodes.count * columns)
        for (node, start) in places {
            for column in 0..<columns { finished.weights[Int(node) * columns + column] = sums[start + column] }
        }
        return finished
    }

    private mutating func child(of parent: Int32, frame: Int32, isNew: inout Bool) -> Int32? {
        let node = StackProfile.Node(parent: parent, frame: frame)
        if !isNew, let known = calls.index(of: node, in: profile.nodes) { return known }
        isNew = true
        guard profile.nodes.count < limits.nodes else { return nil }
        profile.nodes.append(node)
        return calls.takeLast(of: profile.nodes)
    }
}
