import HTTPTypes
import NilometerCore

/// Routes of alerts and of what is told of them.
extension Routes {
    static let alerts: [Route] = [
        Route(
            id: "listAlerts",
            method: .get,
            path: "/api/v1/projects/{project}/alerts",
            scope: .read,
            summary: "The alerts, newest first.",
            query: filters(["state", "kind"]) + pages,
            answer: .list("Alert")
        ),
        Route(
            id: "getAlert",
            method: .get,
            path: "/api/v1/projects/{project}/alerts/{alert}",
            scope: .read,
            summary: "One alert with its members and events.",
            answer: .one("Alert")
        ),
        Route(
            id: "updateAlert",
            method: .patch,
            path: "/api/v1/projects/{project}/alerts/{alert}",
            scope: .triage,
            summary: "Changes state, assignee or note.",
            body: .object(["state", "assignee", "note"], required: 0),
            answer: .one("Alert")
        ),
        decision("acknowledge", "Says that somebody looks after it."),
        decision("resolve", "Says that it is mended."),
        decision("accept", "Says that the new level is wanted."),
        decision("invalid", "Says that it is no change of the code."),
        decision("reopen", "Opens it again; one that is held is told now."),
        decision("mute", "Keeps its events from webhooks until a time; null ends it.", ["until"]),
        decision("split", "Moves some members into a new alert, which is the answer.", ["members"]),
        decision("merge", "Takes over the members of another alert.", ["alert"]),
    ]

    static let webhooks: [Route] = [
        Route(
            id: "listWebhooks",
            method: .get,
            path: "/api/v1/projects/{project}/webhooks",
            scope: .admin,
            summary: "The webhooks, oldest first, without secrets.",
            query: pages,
            answer: .list("Webhook")
        ),
        Route(
            id: "createWebhook",
            method: .post,
            path: "/api/v1/projects/{project}/webhooks",
            scope: .admin,
            summary: "Makes a webhook; its secret is shown once.",
            body: .object(["url"], required: 1),
            answer: .one("Webhook"),
            status: 201
        ),
        Route(
            id: "updateWebhook",
            method: .patch,
            path: "/api/v1/projects/{project}/webhooks/{webhook}",
            scope: .admin,
            summary: "Changes URL or activity, or rotates the secret: the old one signs for 24 hours more.",
            body: .object(["url", "active", "rotate"], required: 0),
            answer: .one("Webhook")
        ),
        Route(
            id: "deleteWebhook",
            method: .delete,
            path: "/api/v1/projects/{project}/webhooks/{webhook}",
            scope: .admin,
            summary: "Removes a webhook and its deliveries.",
            answer: .none,
            status: 204
        ),
        Route(
            id: "listDeliveries",
            method: .get,
            path: "/api/v1/projects/{project}/webhooks/{webhook}/deliveries",
            scope: .admin,
            summary: "What was sent, newest first.",
            query: pages,
            answer: .list("Delivery")
        ),
        Route(
            id: "redeliver",
            method: .post,
            path: "/api/v1/projects/{project}/webhooks/{webhook}/deliveries/{delivery}/redeliver",
            scope: .admin,
            summary: "Sends a delivery again, under the same webhook-id.",
            answer: .one("Delivery"),
            status: 202
        ),
        Route(
            id: "testWebhook",
            method: .post,
            path: "/api/v1/projects/{project}/webhooks/{webhook}/test",
            scope: .admin,
            summary: "Sends a webhook.test event.",
            answer: .one("Test"),
            status: 202
        ),
    ]

    private static func decision(_ word: String, _ summary: String, _ keys: [String] = []) -> Route {
        Route(
            id: word + "Alert",
            method: .post,
            path: "/api/v1/projects/{project}/alerts/{alert}/" + word,
            scope: .triage,
            summary: summary,
            body: keys.isEmpty ? nil : .object(keys, required: keys.count),
            answer: .one("Alert")
        )
    }
}
