/// What one column of a profile counts.
public struct StackMeasure: Sendable, Hashable {
    /// What is counted.
    public enum Quantity: String, Sendable, Codable {
        /// Objects or blocks.
        case objects
        /// Bytes.
        case bytes
        /// Nanoseconds.
        case time
        /// Anything else, such as samples.
        case other
    }

    /// The profile's own name, such as `alloc_objects`.
    public var name: String
    /// The profile's own unit, such as `count`.
    public var unit: String
    /// What is counted.
    public var quantity: Quantity
    /// Whether only what was still alive at the end is counted.
    public var isLive: Bool

    /// Makes a measure.
    public init(name: String, unit: String, quantity: Quantity, isLive: Bool = false) {
        self.name = name
        self.unit = unit
        self.quantity = quantity
        self.isLive = isLive
    }
}
