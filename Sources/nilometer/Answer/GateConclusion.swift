import NilometerCore

/// What a gate makes of a comparison.
enum GateConclusion: String, Sendable, Codable, CaseIterable {
    /// Something was compared, and nothing failed.
    case passed
    /// A benchmark regressed, or another reason of the policy to fail.
    case failed
    /// A row is inconclusive, and a conclusive answer is asked for.
    case inconclusive
    /// There is no earlier run on this machine to compare with.
    case firstRun = "first-run"
    /// Nothing was compared although there is something to compare with.
    case nothingCompared = "nothing-compared"
    /// There is no verdict: it was not measured, or the server could not be asked.
    case unknown

    /// The exit status that says so.
    var status: Int32 {
        switch self {
        case .passed, .firstRun: 0
        case .failed: 1
        case .unknown: 2
        case .inconclusive, .nothingCompared: 3
        }
    }

    /// Whether something was compared, so that it can be said that nothing regressed.
    var isCompared: Bool {
        switch self {
        case .passed, .failed, .inconclusive: true
        case .firstRun, .nothingCompared, .unknown: false
        }
    }
}
