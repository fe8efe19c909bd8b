/// A storage engine: all ports together.
public typealias Store = AlertStore & ChangeStore & MachineStore & OutboxStore & ProjectStore & RunStore & SeriesStore
    & TokenStore & TrustStore & WebhookStore
