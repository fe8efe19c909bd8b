public import NilometerCore

/// What a `nilometer.toml` says: where a project is measured, by which commands, and what is asked of its benchmarks.
///
/// What is absent is nil, empty, or as built in.
public struct Declaration: Sendable {
    /// The file's name.
    public static let fileName = "nilometer.toml"
    /// The longest file that is read.
    public static let mostBytes = 262_144
    /// The most rules of a file.
    public static let mostRules = 1000

    /// The project's slug.
    public var project: String?
    /// The server's address, without a slash at its end.
    public var server: String?
    /// The machine's name.
    public var machine: String?
    /// How the benchmarks are run.
    public var benchmarkCommands: [DeclaredCommand] = []
    /// How the evidence is made.
    public var evidenceCommands: [DeclaredCommand] = []
    /// The rules, the budget of false alerts, and when a gate fails.
    public var rules = Rules()
    /// The lines on which values stand, by their keys, such as `project` and `gate.advisory`.
    public var lines: [String: Int] = [:]
    /// The line on which each rule begins.
    public var ruleLines: [Int] = []

    /// A declaration that says nothing.
    public init() {}

    /// Reads a file's text.
    ///
    /// - Throws: `FormatError` with the line of the first mistake, and what to write instead.
    /// - Complexity: O(bytes + rules × keys).
    public init(text: String) throws(FormatError) {
        guard text.utf8.count <= Self.mostBytes else {
            throw FormatError(
                reason: "The file has \(text.utf8.count) bytes, and at most \(Self.mostBytes) are read; "
                    + "globs say with one rule what many lists of names say."
            )
        }
        self = try DeclarationReader.declaration(try TOMLReader.values(of: text))
    }

    /// Reads a file's bytes.
    ///
    /// - Throws: `FormatError` with the line of the first mistake, and what to write instead.
    public init(bytes: [UInt8]) throws(FormatError) {
        // Its size is told before its content is looked at.
        guard bytes.count <= Self.mostBytes, let text = String(validating: bytes, as: UTF8.self) else {
            guard bytes.count <= Self.mostBytes else {
                try self.init(text: String(repeating: " ", count: bytes.count))
                return
            }
            var line = 1
            for part in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
                if String(validating: part, as: UTF8.self) == nil { break }
                line += 1
            }
            throw FormatError(line: line, reason: "The text is not UTF-8; save the file as UTF-8.")
        }
        try self.init(text: text)
    }
}
