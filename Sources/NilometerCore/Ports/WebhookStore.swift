/// Keeps webhooks.
public protocol WebhookStore: Sendable {
    /// Adds a webhook; false when the project does not exist.
    func createWebhook(_ webhook: Webhook) async throws -> Bool
    /// Webhooks of a project, oldest first.
    func webhooks(in project: String) async throws -> [Webhook]
    /// Replaces URL, secrets and whether it is active; false when there is none.
    func updateWebhook(_ webhook: Webhook) async throws -> Bool
    /// Removes a webhook and its deliveries; false when there is none.
    func deleteWebhook(_ id: String, in project: String) async throws -> Bool
}
