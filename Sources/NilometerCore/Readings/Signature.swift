/// The marks by which a format is told from all others without reading it.
public struct Signature: Sendable {
    /// Sets of key paths of the first JSON values; one whole set must be there.
    ///
    /// Keys are joined by dots, array elements add nothing: `benchmarks.real_time`. A short text may be asked for, too:
    /// `schema=nilometer.run/1`.
    public var paths: [[String]]
    /// Whether a line is one that only this format has; the count of such lines is the score.
    public var matchesLine: (@Sendable (Substring) -> Bool)?

    /// Makes a signature; without paths and lines the format is used only when it is named.
    public init(paths: [[String]] = [], matchesLine: (@Sendable (Substring) -> Bool)? = nil) {
        self.paths = paths
        self.matchesLine = matchesLine
    }
}
