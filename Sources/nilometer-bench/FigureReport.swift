import Foundation

/// What `--json` prints.
struct FigureReport: Encodable {
    let conditions: Conditions
    let plan: [String: Int]
    let figures: [Figure]
    let quoted: [[String]]

    init(conditions: Conditions, plan: Plan, figures: [Figure]) {
        self.conditions = conditions
        self.plan = [
            "runs": plan.runs, "readings": plan.readings, "samples": plan.samples, "uploaders": plan.uploaders,
            "points": plan.points, "queries": plan.queries, "sweeps": plan.sweeps,
        ]
        self.figures = figures
        self.quoted = QuotedPeers.rows
    }

    /// One JSON object.
    func text() throws -> String { try Self.json(self) }

    /// The JSON of something, for programs.
    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "Infinity",
            negativeInfinity: "-Infinity",
            nan: "NaN"
        )
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
