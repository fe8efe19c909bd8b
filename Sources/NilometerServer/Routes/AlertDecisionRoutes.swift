import Foundation
import Hummingbird
import NilometerAPI
import NilometerCore

/// What people decide on alerts.
struct AlertDecisionRoutes {
    /// What a caller may send to change an alert; JSON null is taken as absent.
    private struct Draft: Decodable {
        var state: String?
        var assignee: String?
        var note: String?
    }

    private struct Mute: Decodable { var until: String? }
    private struct Split: Decodable { var members: [String] }
    private struct Merge: Decodable { var alert: String }

    private static let words: [(id: String, state: Alert.State)] = [
        ("acknowledgeAlert", .acknowledged), ("resolveAlert", .resolved), ("acceptAlert", .accepted),
        ("invalidAlert", .invalid), ("reopenAlert", .open),
    ]

    let services: Services

    func add(to board: Switchboard) {
        for (id, state) in Self.words {
            board.inProject(id) { call, project, token in
                try await desk(project).decide(try call.name("alert"), actor: token) { alert, now in
                    Self.moved(alert, to: state, at: now)
                }
            }
        }
        board.inProject("updateAlert") { call, project, token in try await update(call, project, token) }
        board.inProject("muteAlert") { call, project, token in try await mute(call, project, token) }
        board.inProject("splitAlert") { call, project, token in try await split(call, project, token) }
        board.inProject("mergeAlert") { call, project, token in try await merge(call, project, token) }
    }

    private func desk(_ project: Project) -> AlertDesk { AlertDesk(services: services, project: project) }

    /// The alert in another state; one that is opened again is held no longer, and told like a new one.
    private static func moved(_ alert: Alert, to state: Alert.State, at now: Date) -> [AlertDesk.Decided] {
        let isReleased = state == .open && alert.held != nil
        guard alert.state != state || isReleased else { return [] }
        var alert = alert
        if isReleased { alert.held = nil }
        alert.state = state
        alert.updatedAt = now
        let isOver = state == .resolved || state == .accepted || state == .invalid
        let event = isReleased ? "alert.opened" : isOver ? "alert.resolved" : "alert.updated"
        return [AlertDesk.Decided(alert: alert, event: event)]
    }

    private func update(_ call: Switchboard.Call, _ project: Project, _ token: AccessToken) async throws -> Response {
        let draft = try await services.value(Draft.self, keys: ["state", "assignee", "note"], of: call.request)
        let state = draft.state.flatMap(Alert.State.init)
        guard draft.state == nil || (state != nil && state != .recovered) else {
            throw NilometerError(
                .invalidInput,
                "The state must be open, acknowledged, resolved, accepted or invalid; recovered comes by itself."
            )
        }
        for text in [draft.assignee, draft.note].compactMap(\.self) where text.utf8.count > 4096 {
            throw NilometerError(.invalidInput, "The assignee and the note may have 4096 bytes each; shorten them.")
        }
        return try await desk(project).decide(try call.name("alert"), actor: token) { alert, now in
            var next = alert
            next.assignee = draft.assignee.map { $0.isEmpty ? nil : $0 } ?? alert.assignee
            next.note = draft.note.map { $0.isEmpty ? nil : $0 } ?? alert.note
            if let state, state != alert.state || state == .open && alert.held != nil {
                return Self.moved(next, to: state, at: now)
            }
            guard next != alert else { return [] }
            next.updatedAt = now
            return [AlertDesk.Decided(alert: next, event: "alert.updated")]
        }
    }

    private func mute(_ call: Switchboard.Call, _ project: Project, _ token: AccessToken) async throws -> Response {
        let draft = try await services.value(Mute.self, keys: ["until"], of: call.request)
        let until = draft.until.flatMap(Timestamp.date)
        guard draft.until == nil || until != nil else {
            throw NilometerError(
                .invalidInput,
                "The time until must be RFC 3339, such as 2027-01-01T00:00:00Z, or null."
            )
        }
        return try await desk(project).decide(try call.name("alert"), actor: token) { alert, now in
            var next = alert
            next.mutedUntil = until
            guard next != alert else { return [] }
            next.updatedAt = now
            return [AlertDesk.Decided(alert: next, event: "alert.updated")]
        }
    }

    private func split(_ call: Switchboard.Call, _ project: Project, _ token: AccessToken) async throws -> Response {
        let members = Set(try await services.value(Split.self, keys: ["members"], of: call.request).members)
        return try await desk(project).decide(try call.name("alert"), actor: token) { alert, now in
            let own = Set(alert.members)
            guard !members.isEmpty, members.isSubset(of: own), members.count < own.count else {
                throw NilometerError(
                    .invalidInput,
                    "The members must be some, but not all, of the alert's \(own.count) changes; give their ids."
                )
            }
            var generator = SystemRandomNumberGenerator()
            var rest = alert
            rest.members.removeAll(where: members.contains)
            rest.updatedAt = now
            var part = alert
            part.id = PublicID.make("alt_", now: now, using: &generator)
            part.members = alert.members.filter(members.contains)
            part.openedAt = now
            part.updatedAt = now
            part.version = 0
            return [
                AlertDesk.Decided(alert: part, event: "alert.opened"),
                AlertDesk.Decided(alert: rest, event: "alert.updated"),
            ]
        }
    }

    private func merge(_ call: Switchboard.Call, _ project: Project, _ token: AccessToken) async throws -> Response {
        let id = try await services.value(Merge.self, keys: ["alert"], of: call.request).alert
        let desk = desk(project)
        return try await desk.decide(try call.name("alert"), actor: token) { alert, now in
            guard id != alert.id else {
                throw NilometerError(.invalidInput, "An alert cannot be merged with itself; name another one.")
            }
            var other = try await desk.alert(id)
            guard other.mergedInto == nil, alert.mergedInto == nil else {
                throw NilometerError(.conflict, "One of the alerts was merged into another already; merge that one.")
            }
            guard other.kind == alert.kind else {
                throw NilometerError(
                    .invalidInput,
                    "Alerts of the kinds \(alert.kind.rawValue) and \(other.kind.rawValue) stay apart; name another one."
                )
            }
            var whole = alert
            whole.members += other.members.filter { !alert.members.contains($0) }
            whole.series += other.series.filter { !alert.series.contains($0) }
            whole.updatedAt = now
            other.members = []
            other.series = []
            other.state = .resolved
            other.mergedInto = alert.id
            other.updatedAt = now
            return [
                AlertDesk.Decided(alert: whole, event: "alert.updated"),
                AlertDesk.Decided(alert: other, event: "alert.resolved"),
            ]
        }
    }
}
