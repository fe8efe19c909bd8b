import NilometerCore

/// The `Unit` lines of Go benchmark text, by the tidied unit.
struct GoUnits {
    private(set) var facts: [String: UnitFact] = [:]

    /// Takes one `key=value` of a `Unit` line; a sentence when it is not good.
    mutating func take(_ pair: String, unit: String) -> String? {
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return "“\(pair.prefix(40))” on a Unit line is no key=value; it is left out." }
        var fact = facts[Metric.tidied(unit: unit)] ?? UnitFact()
        switch (parts[0], parts[1]) {
        case ("better", "higher"), ("better", "lower"):
            let better: Better = parts[1] == "higher" ? .higher : .lower
            if let known = fact.better, known != better { return Self.conflict(unit, "better", known.rawValue) }
            fact.better = better
        case ("assume", "exact"), ("assume", "nothing"):
            let isExact = parts[1] == "exact"
            if let known = fact.assumesExact, known != isExact {
                return Self.conflict(unit, "assume", known ? "exact" : "nothing")
            }
            fact.assumesExact = isExact
        case ("better", _), ("assume", _):
            return "“\(pair.prefix(40))” on a Unit line has a value that is not known; it is left out."
        default: return nil
        }
        facts[Metric.tidied(unit: unit)] = fact
        return nil
    }

    private static func conflict(_ unit: String, _ key: String, _ known: String) -> String {
        "The unit \(unit.prefix(40)) has \(key)=\(known) already; the other value is left out."
    }
}
