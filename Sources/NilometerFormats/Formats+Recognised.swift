public import NilometerCore

extension Formats {
    /// The format whose marks the beginning of a content has; nil when there is none.
    ///
    /// - Complexity: O(bytes · formats).
    public static func recognised(_ beginning: [UInt8]) -> (any Format)? {
        Recognition(of: PlainText.bytes(of: beginning), among: all).scores.first?.format
    }
}
