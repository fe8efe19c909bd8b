import NilometerCore

/// What a rule makes of changes before alerts are decided: the same for a sweep and for a replay.
extension Rule {
    /// Whether changes of its series are told at all.
    var isTold: Bool { isIgnored != true && delivery != .never }

    /// Whether changes of its series wait for what the project's budget of false alerts affords.
    var asksBudget: Bool { isTold && delivery != .always }

    /// The changes of a series as alerts are decided on: one for the worse that is smaller than the rule asks is only
    /// suspected, and what is never told counts as retracted, so that an alert of it alone is over.
    ///
    /// Changes for the better stand as they are, since they may undo what was told.
    func told(_ changes: [Change], untold: ChangeState = .retracted) -> [Change] {
        if self == Rule() { return changes }
        return changes.map { change in
            var change = change
            if !isTold {
                if change.state == .confirmed { change.state = untold }
            } else if change.state == .confirmed, change.isRegression != false, !isLargeEnough(change) {
                change.state = .suspected
            }
            return change
        }
    }
}
