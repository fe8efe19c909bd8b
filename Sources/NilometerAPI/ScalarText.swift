/// A string, number or truth value, kept as text.
public struct ScalarText: Codable, Sendable {
    /// The text.
    public var text: String

    /// Makes it from text.
    public init(_ text: String) { self.text = text }

    /// Reads a string, a number or a truth value.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let string = try? container.decode(String.self) {
            text = string
        } else if let whole = try? container.decode(Int.self) {
            text = String(whole)
        } else if let truth = try? container.decode(Bool.self) {
            text = String(truth)
        } else {
            text = String(try container.decode(Double.self))
        }
    }

    /// Writes the text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
