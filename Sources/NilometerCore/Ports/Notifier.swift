public import Foundation

/// Sends one delivery to its receiver.
public protocol Notifier: Sendable {
    /// The permanent id.
    var id: String { get }

    /// Makes one attempt; every failure is a result, none is thrown.
    func send(_ delivery: Delivery, at now: Date) async -> DeliveryResult
}
