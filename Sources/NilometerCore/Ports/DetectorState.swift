/// What a detector keeps of the first points of a series, so that it can go on without most of them.
public struct DetectorState: Sendable, Equatable {
    /// The index of the first point that is still needed; it begins a commit.
    public var first: Int
    /// How many points it stands on: as long as these are the same, it holds.
    public var count: Int
    /// What the detector knows, opaque to all others.
    public var bytes: [UInt8]

    /// Makes a state.
    public init(first: Int, count: Int, bytes: [UInt8]) {
        self.first = first
        self.count = count
        self.bytes = bytes
    }
}
