public import Foundation
public import NilometerCore
public import NilometerPipeline

/// What the routes need of the rest of the daemon.
public struct Services: Sendable {
    let store: any Store
    let ingest: Ingest
    let compare: Compare
    let sweepDoorbell: Doorbell
    let deliverDoorbell: Doorbell
    let publicURL: String
    let limits: Limits
    let makeSecret: @Sendable () -> String
    let now: @Sendable () -> Date

    /// Bounds on what a caller may send.
    public struct Limits: Sendable {
        /// The largest body as sent, in bytes.
        public var sentBytes = 16 * 1_048_576
        /// The largest body inflated, in bytes.
        public var inflatedBytes = 64 * 1_048_576

        /// The limits of the design.
        public init() {}
    }

    /// Ties the parts together.
    ///
    /// - Parameters:
    ///   - store: the storage engine.
    ///   - ingest: the stage that stores runs.
    ///   - compare: the stage that compares revisions.
    ///   - sweepDoorbell: rung when series must be looked at.
    ///   - deliverDoorbell: rung when something may be delivered.
    ///   - publicURL: the address that people reach this server at, without a slash at its end.
    ///   - limits: bounds on bodies.
    ///   - makeSecret: gives a new webhook secret.
    ///   - now: the clock.
    public init(
        store: any Store,
        ingest: Ingest,
        compare: Compare,
        sweepDoorbell: Doorbell,
        deliverDoorbell: Doorbell,
        publicURL: String,
        limits: Limits = Limits(),
        makeSecret: @escaping @Sendable () -> String,
        now: @escaping @Sendable () -> Date
    ) {
        self.store = store
        self.ingest = ingest
        self.compare = compare
        self.sweepDoorbell = sweepDoorbell
        self.deliverDoorbell = deliverDoorbell
        self.publicURL = publicURL
        self.limits = limits
        self.makeSecret = makeSecret
        self.now = now
    }
}
