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
    /// What the report declares of units, by the tidied unit; it holds for later reports of one upload, too.
    public var units: [String: UnitFact] = [:]

    /// Makes a report.
    public init(format: String, readings: [Reading] = [], warnings: [Warning] = [], context: [String: String] = [:]) {
        self.format = format
        self.readings = readings
        self.warnings = warnings
        self.context = context
    }

    /// Applies what earlier reports declared of units to readings that say nothing, and adds this report's own.
    public mutating func carry(_ earlier: inout [String: UnitFact]) {
        for index in readings.indices where !earlier.isEmpty {
            let unit = Metric.tidied(unit: readings[index].metric)
            guard units[unit] == nil, let fact = earlier[unit] else { continue }
            if let better = fact.better { readings[index].better = better }
            if let isExact = fact.assumesExact { readings[index].assumesExact = isExact }
        }
        earlier.merge(units) { known, _ in known }
    }
}
