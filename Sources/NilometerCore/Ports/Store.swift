/// A storage engine: all ports together.
public typealias Store = AlertStore & ChangeStore & ProjectStore & RunStore & SeriesStore & TokenStore & WebhookStore
