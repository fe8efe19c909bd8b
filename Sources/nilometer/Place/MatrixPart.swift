import Foundation

/// The part of a matrix on one line.
enum MatrixPart {
    /// A value of a matrix as JSON.
    private enum Value: Decodable {
        case text(String)
        case list([Value])
        case object([String: Value])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .text("")
            } else if let flag = try? container.decode(Bool.self) {
                self = .text(String(flag))
            } else if let count = try? container.decode(Int.self) {
                self = .text(String(count))
            } else if let number = try? container.decode(Double.self) {
                self = .text(String(number))
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if let list = try? container.decode([Value].self) {
                self = .list(list)
            } else {
                self = .object(try container.decode([String: Value].self))
            }
        }

        /// The pairs of a name and a value, sorted by name.
        func pairs(_ name: String) -> [String] {
            switch self {
            case .text(let text): [name.isEmpty ? text : "\(name)=\(text)"]
            case .list(let values):
                values.enumerated().flatMap { $1.pairs(name.isEmpty ? String($0) : "\(name).\($0)") }
            case .object(let values):
                values.sorted { $0.key < $1.key }.flatMap { $1.pairs(name.isEmpty ? $0 : "\(name).\($0)") }
            }
        }
    }

    /// What a CI or a person calls a part: `a=1,b=2` of the matrix `{"b": 2, "a": 1}` in JSON, nothing of JSON's `null`,
    /// and any other text as it is.
    static func text(_ given: String) -> String {
        let trimmed = given.trimmingCharacters(in: .whitespacesAndNewlines)
        guard trimmed == "null" || trimmed.hasPrefix("{") || trimmed.hasPrefix("["),
            let value = try? JSONDecoder().decode(Value.self, from: Data(trimmed.utf8))
        else { return trimmed }
        return value.pairs("").joined(separator: ",")
    }
}
