import Foundation
import NilometerAPI
import NilometerClient
import NilometerCore

/// Finds the run of a commit that a gate is asked about when none is named.
struct GateRunSearch {
    let session: Session
    let project: String
    let commit: String
    /// The machine's name; nil for any.
    var machine: String?
    /// The CI's own job, whose runs are preferred to those of others.
    var origin: Origin?
    /// The part of a matrix; nil for any.
    var part: String?

    /// The id of the newest run of the commit: of this job where there is one, else of any.
    ///
    /// - Parameter limit: how long a run is waited for.
    /// - Returns: the id.
    /// - Throws: `CommandError` when there is none in this time, `ClientError` when the server does not answer.
    func run(within limit: Duration) async throws -> String {
        let clock = ContinuousClock()
        let end = clock.now + limit
        var pause = Duration.milliseconds(250)
        while true {
            let runs = try await session.all(
                RunView.self,
                Route("projects", project, "runs", query: ["commit": commit, "machine": machine]),
                limit: 100
            )
            if let found = Self.best(of: runs, origin: origin, part: part) { return found.id }
            guard clock.now < end else { break }
            try await Task.sleep(for: min(pause, end - clock.now))
            pause = min(pause * 2, .seconds(5))
        }
        let place = machine.map { " on the machine “\($0)”" } ?? ""
        throw CommandError.failed(
            "The server has no run of the commit \(TextShort.commit(commit))\(place); upload one, or give --wait where "
                + "another job does."
        )
    }

    /// The first that fits, of runs in the order newest first.
    static func best(of runs: [RunView], origin: Origin?, part: String?) -> RunView? {
        let fitting = runs.filter { part == nil || $0.origin.part == part }
        let own = fitting.first { run in
            origin?.id != nil && run.origin.provider == origin?.provider && run.origin.id == origin?.id
                && run.origin.job == origin?.job
        }
        return own ?? fitting.first
    }
}
