/// What is kept of a series from one sweep to the next.
public struct KeptState: Sendable, Equatable {
    /// The commit from which on points are still needed.
    public var first: String
    /// The last commit that it stands on.
    public var last: String
    /// The seal of that commit, as `SeriesTail` gave it: which runs stood up to it.
    public var seal: Int64
    /// What is kept, opaque to the store.
    public var bytes: [UInt8]

    /// Makes it.
    public init(first: String, last: String, seal: Int64, bytes: [UInt8]) {
        self.first = first
        self.last = last
        self.seal = seal
        self.bytes = bytes
    }
}
