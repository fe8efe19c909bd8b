import NilometerCore

/// Knows which webhooks are being sent to, so that each has at most one sender and none waits for another.
actor DeliveryLanes {
    private let width: Int
    private var busy: Set<String> = []

    /// Makes lanes for at most `width` webhooks at a time.
    init(width: Int) { self.width = width }

    /// Of deliveries that are due, those whose webhook is free now, by webhook, in order; their lanes are taken.
    func claim(_ due: [Delivery]) -> [[Delivery]] {
        var lanes: [String: [Delivery]] = [:]
        for delivery in due where !busy.contains(delivery.webhook.id) {
            if lanes[delivery.webhook.id] == nil, busy.count + lanes.count >= width { continue }
            lanes[delivery.webhook.id, default: []].append(delivery)
        }
        busy.formUnion(lanes.keys)
        return Array(lanes.values)
    }

    /// Frees the lane of a webhook.
    func release(_ webhook: String) { busy.remove(webhook) }
}
