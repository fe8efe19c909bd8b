import Foundation
import NilometerCore

/// Reads the daemon's JSON file as texts by key; keys of objects are joined by dots.
enum ConfigurationFile {
    private enum Value: Decodable {
        case text(String)
        case list([String])
        case object([String: Value])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if let number = try? container.decode(Int.self) {
                self = .text(String(number))
            } else if let list = try? container.decode([String].self) {
                self = .list(list)
            } else {
                self = .object(try container.decode([String: Value].self))
            }
        }
    }

    /// The values of a file.
    ///
    /// - Throws: `NilometerError` `invalidInput` when it cannot be read or is not an object of texts, numbers and lists.
    static func values(at path: String) throws(NilometerError) -> [String: [String]] {
        let data: Data
        do { data = try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
            throw NilometerError(.invalidInput, "The configuration \(path) could not be read; check path and owner.")
        }
        do {
            return flat(try JSONDecoder().decode([String: Value].self, from: data), prefix: "")
        } catch {
            throw NilometerError(
                .invalidInput,
                "The configuration \(path) is not a JSON object of texts, whole numbers and lists of texts; correct it."
            )
        }
    }

    private static func flat(_ object: [String: Value], prefix: String) -> [String: [String]] {
        var found: [String: [String]] = [:]
        for (key, value) in object {
            switch value {
            case .text(let text): found[prefix + key] = [text]
            case .list(let list): found[prefix + key] = list
            case .object(let inner): found.merge(flat(inner, prefix: prefix + key + ".")) { first, _ in first }
            }
        }
        return found
    }
}
