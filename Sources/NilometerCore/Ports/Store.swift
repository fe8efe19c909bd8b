/// A storage engine: all ports together.
public typealias Store = AlertStore & ChangeStore & OutboxStore & ProjectStore & RunStore & SeriesStore & TokenStore
    & WebhookStore
