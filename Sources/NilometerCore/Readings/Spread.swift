/// How far the samples behind a summary lie apart, as the harness printed it.
///
/// `kind` is one of `mad`, `stddev`, `stderr`, `cv`, `iqr`, `range`, `ci95`, `percent`; `value` has the unit of the reading,
/// but for `cv` and `percent`, which are shares.
public struct Spread: Sendable, Equatable, Codable {
    /// What the number is, such as `stddev` or `cv`.
    public var kind: String
    /// The number itself; finite and not negative.
    public var value: Double

    /// Makes a spread of the given kind.
    public init(kind: String, value: Double) {
        self.kind = kind
        self.value = value
    }
}
