import ArgumentParser
import NilometerAPI
import NilometerClient
import NilometerCore

/// Which alerts a decision is about.
struct AlertTarget: ParsableArguments {
    @Argument(help: "The alerts' ids, or so much of each one's beginning or end that it is the only one.")
    var alerts: [String]
}

/// A command that decides on alerts.
protocol AlertDecision: ServerCommand {
    /// The last word of the address.
    static var word: String { get }
    var target: AlertTarget { get }
}

extension AlertDecision {
    func perform(in session: Session) async throws {
        let project = try session.project()
        var decided: [AlertView] = []
        for alert in target.alerts {
            let id = try await AlertID.whole(alert, session)
            decided.append(try await session.client.post(Route("projects", project, "alerts", id, Self.word)).value())
        }
        try session.show(list: decided) { decided in
            decided.map { "\($0.id) is \($0.state.rawValue)\n" }.joined()
        }
    }
}

/// Finds the alert that a part of an id names.
enum AlertID {
    /// A whole id has a prefix and 26 letters.
    private static let length = "alt_".count + 26

    /// The whole id.
    ///
    /// - Throws: `CommandError` when no alert or more than one fits.
    static func whole(_ part: String, _ session: Session) async throws -> String {
        guard part.count < length else { return part }
        let route = Route("projects", try session.project(), "alerts")
        let fitting = try await session.all(AlertView.self, route).map(\.id).filter {
            $0.hasPrefix(part) || $0.hasPrefix("alt_" + part) || $0.hasSuffix(part)
        }
        guard let first = fitting.first, !part.isEmpty else {
            throw CommandError.failed("No alert fits “\(part)”; “nilometer alerts --all” lists them.")
        }
        guard fitting.count == 1 else {
            throw CommandError.failed("“\(part)” fits \(fitting.count) alerts; give more of the id.")
        }
        return first
    }
}
