public import NilometerCore

/// The list of notifiers.
public enum Notifiers {
    /// All notifiers, sending only where the guard permits.
    public static func all(addresses: AddressGuard) -> [any Notifier] {
        [WebhookNotifier(addresses: addresses)]
    }
}
