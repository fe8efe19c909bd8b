/// The readings parsed from one upload.
public struct Report: Sendable, Equatable {
    /// The id of the format it was read with.
    public var format: String
    /// What was read, in the order of the upload.
    public var readings: [Reading]
    /// What was doubtful, with line numbers where the format has lines.
    public var warnings: [Warning]
    /// Facts of the run that the report itself states, such as `goos`, `cpu`, `gomaxprocs`, `toolchain`.
    public var context: [String: String]

    /// Makes a report.
    public init(format: String, readings: [Reading] = [], warnings: [Warning] = [], context: [String: String] = [:]) {
        self.format = format
        self.readings = readings
        self.warnings = warnings
        self.context = context
    }
}
