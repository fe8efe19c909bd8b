import NilometerCore

/// One record of an optimisation: what a pass did, or missed, at a place.
struct RemarkDocument {
    /// One part of the message, with its own place where it has one.
    struct Argument {
        var key: String
        var value: String
        var place: SourcePlace?
    }

    /// `Missed`, `Passed` and so on.
    var tag: String
    var pass = ""
    var place: SourcePlace?
    var function: String?
    var arguments: [Argument] = []

    /// The parts of the message as one text.
    var message: String { arguments.map(\.value).joined() }
}
