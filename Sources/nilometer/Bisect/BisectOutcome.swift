import NilometerDetection

/// What a bisection ended with.
struct BisectOutcome: Sendable {
    let line: BisectLine
    let question: BisectQuestion
    let unit: String
    let step: BisectStep
    let bisection: Bisection
    /// Why commits were passed over, by place.
    let skipped: [Int: String]

    /// Whether the commit, or the range that holds it, was found.
    var isFound: Bool {
        if case .ended(.found) = step { return true }
        return false
    }

    /// What is known; nil before both ends were measured.
    var estimate: BisectionEstimate? {
        switch step {
        case .ended(.found(let estimate)), .ended(.noDifference(let estimate)), .ended(.notOneStep(_, let estimate)):
            estimate
        case .ended(.measure), .stopped: bisection.estimate
        }
    }

    /// How it ended, in one word.
    var word: String {
        switch step {
        case .ended(.found): "found"
        case .ended(.noDifference): "noDifference"
        case .ended(.notOneStep): "notOneStep"
        case .ended(.measure), .stopped: "stopped"
        }
    }
}
