import NilometerCore

/// Tells costs that only moved from one benchmark of a group to another from those that grew.
///
/// A group are the series of one machine, metric and package, or of one first part of their name where there is no package.
/// In one commit range some of them got worse and some better, and the sum of both is less than a tenth of what moved.
enum MovedCosts {
    /// The label of such changes.
    static let label = "moved"
    /// The largest share of what moved that may be left over.
    private static let leftOver = 0.1

    private struct Group: Hashable {
        var machine: String
        var metric: String
        var unit: String
        var part: String
        var from: String
        var to: String

        init(_ change: Change) {
            let key = change.series.key
            (machine, metric, unit) = (change.series.machine, key.metric, change.series.unit)
            let package = key.parameters["pkg"] ?? key.parameters["package"]
            let name = key.benchmark.split(whereSeparator: { "/.:".contains($0) }).first.map(String.init)
            part = package.map { "package " + $0 } ?? "name " + (name ?? "")
            (from, to) = (change.fromCommit, change.commit)
        }
    }

    /// The series with the label on every change of a group whose cost only moved; `stored` are all changes of the project.
    static func labelled(_ judged: [JudgedSeries], stored: [Change]) -> [JudgedSeries] {
        let swept = Set(judged.map(\.line.series.id))
        let others = stored.filter { !swept.contains($0.series.id) }
        let standing = (others + judged.flatMap(\.changes)).filter {
            ($0.state == .confirmed || $0.state == .pending) && $0.isRegression != nil
        }
        let moved = Set(Dictionary(grouping: standing, by: Group.init).filter { isMoved($0.value) }.keys)
        guard !moved.isEmpty else { return judged }
        return judged.map { series in
            var series = series
            for place in series.changes.indices where moved.contains(Group(series.changes[place])) {
                if series.changes[place].state != .retracted { series.changes[place].label = label }
            }
            return series
        }
    }

    private static func isMoved(_ changes: [Change]) -> Bool {
        let steps = changes.map { $0.after - $0.before }
        guard changes.contains(where: { $0.isRegression == true }),
            changes.contains(where: { $0.isRegression == false })
        else { return false }
        return abs(steps.reduce(0, +)) < leftOver * steps.reduce(0) { $0 + abs($1) }
    }

    /// One sentence where all members of a new alert are of costs that moved; nil otherwise.
    static func summary(of members: [Change]) -> String? {
        guard let first = members.first, members.allSatisfy({ $0.label == label }) else { return nil }
        let names = Set(members.map(\.series.key.benchmark)).sorted()
        let some = names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
        return "Cost moved: \(first.series.key.metric) of \(some) grew by what other benchmarks of the group lost."
    }
}
