/// A call whose callee was put in its place.
public struct InlinedCall: Sendable, Hashable {
    /// Where the call is.
    public var place: SourcePlace
    /// The callee, as the compiler names it: `trace.Record`, `(*T).Push`.
    public var callee: String
    /// The package of the caller; nil where it is not known.
    public var package: String?

    /// Makes a call.
    public init(place: SourcePlace, callee: String, package: String? = nil) {
        self.place = place
        self.callee = callee
        self.package = package
    }
}
