public import Foundation

/// The one way in which JSON is written and read.
public enum JSONCoding {
    /// Writes keys in order and slashes as they are.
    public static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }

    /// Reads.
    public static var decoder: JSONDecoder { JSONDecoder() }
}
