import NilometerAPI
import NilometerClient
import NilometerCore

/// What is searched for: the ends, the benchmark and the metric, as far as they were given.
struct BisectSubject: Sendable {
    /// A commit with the old level.
    var good: String?
    /// A commit with the new level.
    var bad: String?
    /// The benchmark, with parameters or without.
    var benchmark: String?
    /// The metric.
    var metric: String?

    /// The same, with what was not given taken from an alert's worst change that fits.
    ///
    /// - Throws: `CommandError` when no change fits; `ClientError`.
    func completed(by alert: String, in session: Session) async throws -> BisectSubject {
        let route = Route("projects", try session.project(), "alerts", alert)
        let found: AlertView = try await session.client.get(route).value()
        return try completed(by: found)
    }

    /// The same, with what was not given taken from an alert's worst change that fits.
    ///
    /// - Throws: `CommandError` when no change fits.
    func completed(by alert: AlertView) throws(CommandError) -> BisectSubject {
        let fitting = alert.members.first { change in
            let key = SeriesKey(benchmark: change.benchmark, parameters: change.parameters, metric: change.metric)
            let isNamed = benchmark.map { BisectSelection(benchmark: $0, metric: change.metric).isNamed(key) } ?? true
            return isNamed && (metric ?? change.metric) == change.metric
        }
        guard let fitting else {
            throw .failed(
                alert.members.isEmpty
                    ? "Alert \(alert.id) has no change of a benchmark; give GOOD and BAD instead of --alert."
                    : "Alert \(alert.id) has no change of that benchmark and metric; “nilometer alerts show \(alert.id)” lists them."
            )
        }
        var subject = self
        let key = SeriesKey(benchmark: fitting.benchmark, parameters: fitting.parameters, metric: fitting.metric)
        subject.benchmark = benchmark ?? BisectSelection.name(of: key)
        subject.metric = metric ?? fitting.metric
        subject.good = good ?? fitting.commitRange.from
        subject.bad = bad ?? fitting.commitRange.to
        return subject
    }
}
