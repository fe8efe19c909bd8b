/// What kind of value stands next.
public enum JSONKind: Sendable, Equatable {
    case object, array, string, number, boolean, null

    /// The kind with its article, for messages.
    var words: String {
        switch self {
        case .object: "an object"
        case .array: "an array"
        case .string: "a string"
        case .number: "a number"
        case .boolean: "a truth value"
        case .null: "null"
        }
    }
}
