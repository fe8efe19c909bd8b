import Foundation
import NilometerCore
import NilometerFormats

/// Which words suggest the toolchain of some results: the ids of their formats.
enum HarnessWords {
    /// So many bytes of a file are looked at.
    private static let beginning = 262_144

    /// The words of harness outputs and of the format that a person names.
    static func of(_ results: [Data], format: String?) -> [String] {
        if let format, format != "auto" { return [format] }
        var words: [String] = []
        for bytes in results {
            guard let id = Formats.recognised(Array(bytes.prefix(beginning)))?.id, !words.contains(id) else { continue }
            words.append(id)
        }
        return words
    }
}
