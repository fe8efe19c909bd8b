public import NilometerCore

/// The list of notifiers.
public enum Notifiers {
    /// All notifiers, sending only where the guard permits, and opening secrets with the key.
    public static func all(addresses: AddressGuard, key: MasterKey) -> [any Notifier] {
        [WebhookNotifier(addresses: addresses, key: key)]
    }
}
