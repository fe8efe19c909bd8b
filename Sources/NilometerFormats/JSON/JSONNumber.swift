/// A number as it stands in the text.
public struct JSONNumber: Sendable, Equatable {
    /// The nearest double; infinite beyond the range of doubles, and not a number for a bare `NaN`.
    public var double: Double
    /// The exact whole number, when the text is one that 64 bits hold.
    public var integer: Int?
    /// Where the text stands.
    var range: Range<Int>
}
