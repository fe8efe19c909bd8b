import NilometerAPI
import NilometerCore

/// Draws webhooks and what was sent to them.
enum WebhookText {
    /// One webhook a row.
    static func table(of webhooks: [WebhookView]) -> TextTable {
        var table = TextTable(.text("webhook"), .elastic("url"), .text("sends"), .text("made"))
        for webhook in webhooks {
            table.add(
                .init(webhook.id),
                .init(webhook.url),
                .init(webhook.active ? "yes" : "no"),
                .init(TextShort.time(webhook.createdAt), .faint)
            )
        }
        return table
    }

    /// One delivery a row.
    static func table(of deliveries: [DeliveryView]) -> TextTable {
        var table = TextTable(
            .text("delivery"),
            .text("event"),
            .text("state"),
            .number("attempts"),
            .text("next attempt"),
            .elastic("last answer")
        )
        for delivery in deliveries {
            table.add(
                .init(delivery.id),
                .init(delivery.type),
                .init(delivery.state.rawValue, paint(delivery.state)),
                .init(TextNumber.text(Double(delivery.attempts))),
                .init(delivery.state == .waiting ? delivery.dueAt.map(TextShort.time) ?? "" : "", .faint),
                .init(delivery.lastResult ?? "")
            )
        }
        return table
    }

    private static func paint(_ state: Delivery.State) -> TextPaint? {
        switch state {
        case .waiting: nil
        case .delivered: .good
        case .failed: .bad
        }
    }
}
