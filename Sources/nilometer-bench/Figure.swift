import Foundation

/// One thing that was measured.
struct Figure: Encodable {
    /// A permanent name, for programs.
    let id: String
    /// What it is, for people.
    let title: String
    /// The value; nil where it could not be measured.
    let value: Double?
    /// The unit of the value.
    let unit: String
    /// What the project wants to reach.
    let aim: Aim?

    /// A bound.
    struct Aim: Encodable {
        let relation: Relation
        let value: Double

        /// Which side of the bound is good.
        enum Relation: String, Encodable {
            case atLeast = "≥"
            case atMost = "≤"
            case below = "<"
        }

        func holds(for found: Double) -> Bool {
            switch relation {
            case .atLeast: found >= value
            case .atMost: found <= value
            case .below: found < value
            }
        }
    }

    init(_ id: String, _ title: String, _ value: Double?, _ unit: String, aim: (Aim.Relation, Double)? = nil) {
        self.id = id
        self.title = title
        self.value = value.flatMap { $0.isFinite ? $0 : nil }
        self.unit = unit
        self.aim = aim.map { Aim(relation: $0.0, value: $0.1) }
    }

    /// The row of the table.
    var cells: [String] {
        let verdict = aim.map { aim in
            let mark = value.map { aim.holds(for: $0) ? "reached" : "not reached" } ?? "not measured"
            return "\(aim.relation.rawValue) \(Self.text(aim.value)): \(mark)"
        }
        return [title, value.map(Self.text) ?? "–", unit, verdict ?? ""]
    }

    private static func text(_ value: Double) -> String {
        let places = abs(value) >= 100 || value == value.rounded() ? 0 : abs(value) >= 10 ? 1 : 2
        return String(format: "%.\(places)f", value)
    }
}
