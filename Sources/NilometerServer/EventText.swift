public import Foundation
import NilometerAPI
public import NilometerCore

/// Writes the body that webhooks receive.
public enum EventText {
    /// The body of an event of an alert, in JSON.
    ///
    /// - Parameters:
    ///   - type: such as `alert.opened`.
    ///   - alert: as it stands after the event; nil for a test.
    ///   - members: its changes.
    ///   - at: when it happened.
    ///   - publicURL: where people reach this server.
    /// - Returns: the JSON text.
    public static func body(type: String, alert: Alert?, members: [Change], at: Date, publicURL: String) -> String {
        let view = AlertEventView(
            type: type,
            timestamp: Timestamp.text(at),
            project: alert?.project,
            alert: alert.map { AlertView($0, members: members, limit: 25) },
            url: alert.map { "\(publicURL)/api/v1/projects/\($0.project)/alerts/\($0.id)" } ?? publicURL
        )
        do {
            return String(decoding: try JSONCoding.encoder.encode(view), as: UTF8.self)
        } catch {
            preconditionFailure("An event of finite numbers and text can be encoded.")
        }
    }
}
