/// When a gate fails, as a project declares it.
public struct GatePolicy: Sendable, Equatable, Codable {
    /// The verdicts that a policy may name.
    public static let canFailOn: [Verdict] = [.regressed, .missing]

    /// The verdicts that fail; `missing` for benchmarks that the base has and the head has not.
    public var failsOn: Set<Verdict>
    /// Whether what is inconclusive holds the gate.
    public var requiresConclusive: Bool
    /// Whether the gate only tells, and passes whatever it found.
    public var isAdvisory: Bool

    /// Makes a policy; regressions fail by default.
    public init(failsOn: Set<Verdict> = [.regressed], requiresConclusive: Bool = false, isAdvisory: Bool = false) {
        self.failsOn = failsOn
        self.requiresConclusive = requiresConclusive
        self.isAdvisory = isAdvisory
    }

    private enum CodingKeys: String, CodingKey {
        case failsOn = "failOn"
        case requiresConclusive = "requireConclusive"
        case isAdvisory = "advisory"
    }

    /// Writes the verdicts in one order, so that equal policies have equal bytes.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(failsOn.map(\.rawValue).sorted(), forKey: .failsOn)
        try container.encode(requiresConclusive, forKey: .requiresConclusive)
        try container.encode(isAdvisory, forKey: .isAdvisory)
    }

    /// Decides on the rows of a comparison.
    ///
    /// A broken limit fails whatever the verdict and whether or not there is a base. A regression fails when it is as large
    /// as the rules ask. What a rule ignores never fails.
    ///
    /// - Parameters:
    ///   - rows: the rows, whose places the decision names.
    ///   - outcome: whether anything was compared.
    ///   - rules: the project's rules, where the rows do not hold them yet.
    /// - Returns: the rows that fail and why, and what follows for the exit status.
    /// - Complexity: O(rows × rules).
    public func decision(
        on rows: [GateRow],
        outcome: Comparison.Outcome,
        rules: Rules = Rules()
    ) -> GateDecision {
        var decision = GateDecision(outcome: outcome, policy: self)
        for (index, row) in rows.enumerated() {
            let rule = rules.asked(of: row.key, machine: row.machine, unit: row.unit)
            guard rule.isIgnored != true else { continue }
            if let cause = cause(row, rule, outcome) {
                decision.failures.append(GateDecision.Failure(row: index, cause: cause))
            } else if row.verdict == .inconclusive {
                decision.undecided.append(index)
            }
        }
        return decision
    }

    private func cause(_ row: GateRow, _ rule: Rule, _ outcome: Comparison.Outcome) -> GateDecision.Cause? {
        if let after = row.after {
            if let most = rule.most, after > most { return .aboveMost(most) }
            if let least = rule.least, after < least { return .belowLeast(least) }
        }
        guard outcome == .compared, failsOn.contains(row.verdict) else { return nil }
        switch row.verdict {
        case .missing: return row.before != nil && row.after == nil ? .missing : nil
        case .improved, .unchanged, .inconclusive: return nil
        case .regressed:
            guard let before = row.before, let after = row.after else { return .regressed }
            return rule.isLargeEnough(before: before, after: after) ? .regressed : nil
        }
    }
}
