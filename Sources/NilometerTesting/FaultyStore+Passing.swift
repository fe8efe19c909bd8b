public import Foundation
public import NilometerCore

/// What never fails.
extension FaultyStore {
    /// Passes on.
    public func run(_ id: String, in project: String) async throws -> StoredRun? {
        try await base.run(id, in: project)
    }

    /// Passes on.
    public func runs(
        in project: String,
        commit: String?,
        branch: String?,
        machine: String?,
        after: String?,
        limit: Int
    ) async throws -> [StoredRun] {
        try await base.runs(
            in: project,
            commit: commit,
            branch: branch,
            machine: machine,
            after: after,
            limit: limit
        )
    }

    /// Passes on.
    public func readings(of run: String, in project: String) async throws -> [Reading]? {
        try await base.readings(of: run, in: project)
    }

    /// Passes on.
    public func source(of run: String, in project: String) async throws -> (bytes: [UInt8], type: String)? {
        try await base.source(of: run, in: project)
    }

    /// Passes on.
    public func deleteRun(_ id: String, in project: String) async throws -> Bool {
        try await base.deleteRun(id, in: project)
    }

    /// Passes on.
    public func series(
        in project: String,
        benchmark: String?,
        metric: String?,
        machine: String?
    ) async throws -> [Series] {
        try await base.series(in: project, benchmark: benchmark, metric: metric, machine: machine)
    }

    /// Passes on.
    public func series(_ id: String, in project: String) async throws -> Series? {
        try await base.series(id, in: project)
    }

    /// Passes on.
    public func measuredCommits(in project: String, along line: CommitLine) async throws -> [String] {
        try await base.measuredCommits(in: project, along: line)
    }

    /// Passes on.
    public func ancestors(of sha: String, in project: String, limit: Int) async throws -> [String] {
        try await base.ancestors(of: sha, in: project, limit: limit)
    }

    /// Passes on.
    public func arrivals(in project: String, branch: String) async throws -> [MachineArrivals] {
        try await base.arrivals(in: project, branch: branch)
    }

    /// Passes on.
    public func machinesAndBranches(in project: String) async throws -> (machines: [Machine], branches: [String]) {
        try await base.machinesAndBranches(in: project)
    }

    /// Passes on.
    public func createProject(_ project: Project) async throws -> Bool { try await base.createProject(project) }

    /// Passes on.
    public func projects() async throws -> [Project] { try await base.projects() }

    /// Passes on.
    public func project(_ slug: String) async throws -> Project? { try await base.project(slug) }

    /// Passes on.
    public func updateProject(_ project: Project) async throws -> Bool { try await base.updateProject(project) }

    /// Passes on.
    public func rules(of project: String) async throws -> ProjectRules? { try await base.rules(of: project) }

    /// Passes on.
    public func deleteProject(_ slug: String) async throws -> Bool { try await base.deleteProject(slug) }

    /// Passes on.
    public func createToken(_ token: AccessToken) async throws { try await base.createToken(token) }

    /// Passes on.
    public func token(keyID: String) async throws -> AccessToken? { try await base.token(keyID: keyID) }

    /// Passes on.
    public func tokens() async throws -> [AccessToken] { try await base.tokens() }

    /// Passes on.
    public func deleteToken(_ id: String) async throws -> Bool { try await base.deleteToken(id) }

    /// Passes on.
    public func createTrustRule(_ rule: TrustRule) async throws -> Bool { try await base.createTrustRule(rule) }

    /// Passes on.
    public func trustRules(in project: String) async throws -> [TrustRule] {
        try await base.trustRules(in: project)
    }

    /// Passes on.
    public func deleteTrustRule(_ id: String, in project: String) async throws -> Bool {
        try await base.deleteTrustRule(id, in: project)
    }

    /// Passes on.
    public func give(_ token: AccessToken, for use: IdentityUse) async throws -> Bool {
        try await base.give(token, for: use)
    }

    /// Passes on.
    public func alert(_ id: String, in project: String) async throws -> Alert? {
        try await base.alert(id, in: project)
    }

    /// Passes on.
    public func record(alerts: [Alert], events: [AlertEvent], in project: String) async throws -> Bool {
        try await base.record(alerts: alerts, events: events, in: project)
    }

    /// Passes on.
    public func createWebhook(_ webhook: Webhook) async throws -> Bool { try await base.createWebhook(webhook) }

    /// Passes on.
    public func webhooks(in project: String) async throws -> [Webhook] { try await base.webhooks(in: project) }

    /// Passes on.
    public func deleteWebhook(_ id: String, in project: String) async throws -> Bool {
        try await base.deleteWebhook(id, in: project)
    }

    /// Passes on.
    public func deliveries(
        of webhook: String,
        in project: String,
        after: String?,
        limit: Int
    ) async throws -> [Delivery] {
        try await base.deliveries(of: webhook, in: project, after: after, limit: limit)
    }

    /// Passes on.
    public func delivery(_ id: String, in project: String) async throws -> Delivery? {
        try await base.delivery(id, in: project)
    }

    /// Passes on.
    public func forgetDeliveries(endedBefore end: Date) async throws -> Int {
        try await base.forgetDeliveries(endedBefore: end)
    }

    /// Passes on.
    public func updateWebhook(_ webhook: Webhook) async throws -> Bool { try await base.updateWebhook(webhook) }

    /// Passes on.
    public func events(of alert: String, in project: String) async throws -> [AlertEvent] {
        try await base.events(of: alert, in: project)
    }

    /// Passes on.
    public func enqueue(_ event: AlertEvent, to webhook: Webhook, deliveryID: String) async throws {
        try await base.enqueue(event, to: webhook, deliveryID: deliveryID)
    }
}
