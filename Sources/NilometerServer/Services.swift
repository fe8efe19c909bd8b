public import Foundation
public import NilometerCore
public import NilometerPipeline

/// What the routes need of the rest of the daemon.
public struct Services: Sendable {
    /// Gives a new secret for a webhook: in the clear, to be shown once, and sealed.
    public typealias MakeSecret = @Sendable (_ webhook: String) throws -> (text: String, sealed: WebhookSecret)

    /// The id of the kind that a file of evidence is of; nil where it is of none that can be read.
    public typealias KindOfEvidence = @Sendable (EvidenceFile) -> String?

    let store: any Store
    let ingest: Ingest
    let compare: Compare
    let explainer: any Explainer
    let kindOfEvidence: KindOfEvidence
    let gauge: any DetectabilityGauge
    let swept: Swept
    let sweepDoorbell: Doorbell
    let deliverDoorbell: Doorbell
    let readiness: Readiness
    let publicURL: String
    let programs: Programs
    let limits: Limits
    /// Large bodies are read a few at a time, and worked on one at a time: that bounds the memory, and leaves processors
    /// for other requests.
    let readingGate = BodyGate(width: 4, queueSize: 64)
    let workingGate = BodyGate(width: 1, queueSize: 64)
    /// Evidence is large, too: it is read for one question at a time, beside the uploads.
    let explainingGate = BodyGate(width: 1, queueSize: 16)
    let issuerDocuments: any IssuerDocuments
    let makeSecret: MakeSecret
    let now: @Sendable () -> Date

    /// Bounds on what a caller may send and for how long.
    public struct Limits: Sendable {
        /// The largest body as sent, in bytes.
        public var sentBytes = 16 * 1_048_576
        /// The largest body inflated, in bytes.
        public var inflatedBytes = 64 * 1_048_576
        /// How long a whole body may take, in seconds.
        public var bodySeconds = 60
        /// How long a connection may be silent, in seconds.
        public var idleSeconds = 30
        /// How many connections may be open at a time.
        public var connections = 512

        /// The limits of the design.
        public init() {}
    }

    /// Ties the parts together.
    ///
    /// - Parameters:
    ///   - store: the storage engine.
    ///   - ingest: the stage that stores runs.
    ///   - compare: the stage that compares revisions.
    ///   - explainer: finds reasons in evidence.
    ///   - kindOfEvidence: tells of what kind a file of evidence is.
    ///   - gauge: says how small a step would be found.
    ///   - swept: tells when a run was swept.
    ///   - sweepDoorbell: rung when series must be looked at.
    ///   - deliverDoorbell: rung when something may be delivered.
    ///   - readiness: whether the daemon is ready for requests.
    ///   - publicURL: the address that people reach this server at, without a slash at its end.
    ///   - programs: the command line's programs, for jobs to fetch.
    ///   - limits: bounds on requests.
    ///   - issuerDocuments: fetches the keys of trusted issuers.
    ///   - makeSecret: gives a new webhook secret.
    ///   - now: the clock.
    public init(
        store: any Store,
        ingest: Ingest,
        compare: Compare,
        explainer: any Explainer,
        kindOfEvidence: @escaping KindOfEvidence,
        gauge: any DetectabilityGauge,
        swept: Swept,
        sweepDoorbell: Doorbell,
        deliverDoorbell: Doorbell,
        readiness: Readiness,
        publicURL: String,
        programs: Programs = Programs(),
        limits: Limits = Limits(),
        issuerDocuments: any IssuerDocuments,
        makeSecret: @escaping MakeSecret,
        now: @escaping @Sendable () -> Date
    ) {
        self.store = store
        self.ingest = ingest
        self.compare = compare
        self.explainer = explainer
        self.kindOfEvidence = kindOfEvidence
        self.gauge = gauge
        self.swept = swept
        self.sweepDoorbell = sweepDoorbell
        self.deliverDoorbell = deliverDoorbell
        self.readiness = readiness
        self.publicURL = publicURL
        self.programs = programs
        self.limits = limits
        self.issuerDocuments = issuerDocuments
        self.makeSecret = makeSecret
        self.now = now
    }
}
