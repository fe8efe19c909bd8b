import NilometerPipeline
import Testing

struct AlertBudgetTests {
    private func candidate(
        _ id: String,
        _ strength: Double,
        machine: String = "ci",
        place: String = "b"
    )
        -> AlertBudget.Candidate
    {
        AlertBudget.Candidate(id: id, place: ["a", place], machine: machine, strength: strength)
    }

    @Test(arguments: [(1e3, 1.0), (3e4, 1), (6e5, 1), (6e5, 0.1), (6e5, 20), (2e7, 1)])
    func `at its level a budget is spent by a month of points without a change`(points: Double, budget: Double) {
        let asked = AlertBudget(perMonth: budget, pointsPerMonth: points)
        let expected = points * asked.rate.perPoint(strength: asked.level)
        #expect(expected <= budget * 1.000_001)
        // A level of 0 asks for nothing because all that is ever confirmed is affordable.
        #expect(asked.level == 0 || expected >= budget * 0.999_999)
    }

    @Test func `more points, less budget and more false alarms ask for more`() {
        let level = AlertBudget(perMonth: 1, pointsPerMonth: 1e5).level
        #expect(AlertBudget(perMonth: 1, pointsPerMonth: 1e6).level > level)
        #expect(AlertBudget(perMonth: 0.1, pointsPerMonth: 1e5).level > level)
        #expect(AlertBudget(perMonth: 1, pointsPerMonth: 1e5, rate: FalseAlarmRate(factor: 5)).level > level)
        #expect(AlertBudget(perMonth: 0, pointsPerMonth: 1e5).level == .infinity)
    }

    @Test func `one series alone passes at the level, and not below`() {
        let budget = AlertBudget(perMonth: 1, pointsPerMonth: 6e5)
        let series = ["ci": 1_000]
        #expect(budget.affordable([candidate("x", budget.level + 0.01)], series: series) == ["x"])
        #expect(budget.affordable([candidate("x", budget.level - 0.01)], series: series).isEmpty)
        #expect(budget.affordable([], series: series).isEmpty)
    }

    @Test func `series that move at one commit support one another, at different commits they do not`() {
        let budget = AlertBudget(perMonth: 1, pointsPerMonth: 6e5)
        let weak = budget.level - 1
        let together = (0..<20).map { candidate("\($0)", weak) }
        #expect(budget.affordable(together, series: ["ci": 1_000]).count == 20)
        let apart = (0..<20).map { candidate("\($0)", weak, place: "b\($0)") }
        #expect(budget.affordable(apart, series: ["ci": 1_000]).isEmpty)
    }

    @Test func `no budget affords nothing that chance could have made`() {
        let budget = AlertBudget(perMonth: 0, pointsPerMonth: 1e3)
        #expect(budget.affordable([candidate("x", 300)], series: ["ci": 10]).isEmpty)
    }

    @Test func `a small project is told of nearly all that is confirmed`() {
        let budget = AlertBudget(perMonth: 1, pointsPerMonth: 5 * 30)
        #expect(budget.affordable([candidate("x", 0.5)], series: ["ci": 5]) == ["x"])
    }
}
