public import Foundation
public import NilometerCore

/// By how much a project's false alerts are more frequent than its budget allows.
public enum RealisedFactor {
    /// How far back alerts are looked at, in months of 30 days.
    public static let months = 3.0

    /// Alerts that people marked invalid in the last three months, over what the budget allows in that time, both with one added so
    /// that a single mark does not weigh much; at least 1, because alerts without a mark prove nothing.
    ///
    /// - Complexity: O(n) for n alerts.
    public static func of(_ alerts: [Alert], in project: Project, now: Date) -> Double {
        let month = PointsPerMonth.days * 86_400
        let since = now.addingTimeInterval(-months * month)
        let invalid = alerts.count {
            $0.kind == .regression && $0.state == .invalid && $0.held == nil && $0.openedAt >= since
        }
        let age = min(months, max(0, now.timeIntervalSince(project.createdAt) / month))
        return max(1, Double(invalid + 1) / (project.alertBudget * age + 1))
    }
}
