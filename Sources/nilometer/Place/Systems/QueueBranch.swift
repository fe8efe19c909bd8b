/// A branch that GitHub makes for a merge queue: `gh-readonly-queue/BASE/pr-12-SHA`.
struct QueueBranch: Equatable {
    /// The branch that is merged into.
    var base: String
    /// The last change request of the group.
    var changeRequest: Int?

    init?(_ branch: String) {
        let prefix = "gh-readonly-queue/"
        guard branch.hasPrefix(prefix), let slash = branch.lastIndex(of: "/"),
            let start = branch.index(branch.startIndex, offsetBy: prefix.count, limitedBy: slash), start < slash
        else { return nil }
        base = String(branch[start..<slash])
        let parts = branch[branch.index(after: slash)...].split(separator: "-")
        changeRequest = parts.count == 3 && parts[0] == "pr" ? Int(parts[1]) : nil
    }
}
