public import NilometerCore

/// The list of formats.
public enum Formats {
    /// All formats; the first that recognises an upload reads it.
    public static let all: [any Format] = [GoTestJSONFormat(), GoBenchFormat()]

    /// The format with this id; nil when there is none.
    public static func format(id: String) -> (any Format)? { all.first { $0.id == id } }

    /// The format whose marks the upload's content has; nil when none does.
    public static func detect(_ upload: Upload) -> (any Format)? { all.first { $0.recognises(upload) } }
}
