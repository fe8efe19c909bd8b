import Foundation
import Logging
import NilometerCore
import NilometerDetection
import NilometerEvidence
import NilometerNotifiers
import NilometerPipeline
import NilometerSQLite
import NilometerServer
import ServiceLifecycle

/// Ties engine, detector, notifiers and server together.
enum Wiring {
    /// What the operator decided.
    struct Setup {
        var listen: (host: String, port: Int)
        var publicURL: String
        var programs: Programs
        var limits: Services.Limits
        var drain: Duration
        var deliveriesKept: TimeInterval
        var addresses: AddressGuard
    }

    /// The exit status after a failed sync: the supervisor starts the daemon again.
    private static let syncFailed: Int32 = 74

    static func services(store: SQLiteStore, key: MasterKey, _ setup: Setup) -> ServiceGroup {
        let logger = Logger(label: "nilometerd")
        let now: @Sendable () -> Date = { Date() }
        let sweepDoorbell = Doorbell()
        let deliverDoorbell = Doorbell()
        let swept = Swept()
        let readiness = Readiness(drain: setup.drain)
        let publicURL = setup.publicURL
        let tidyDoorbell = Doorbell()
        let failed: @Sendable (any Error) -> Void = { error in
            logger.error("Storage failed.", metadata: ["cause": "\(error)"])
            if case .syncFailed? = error as? StoreError {
                logger.critical("The disk did not confirm a write; the daemon stops, nothing of it was acknowledged.")
                _exit(syncFailed)
            }
        }
        let ingest = Ingest(store: store, sweepDoorbell: sweepDoorbell, tidyDoorbell: tidyDoorbell, failed: failed)
        let tidy = Tidy(store: store, doorbell: tidyDoorbell, failed: failed)
        let sweep = Sweep(
            store: store,
            detector: Detectors.all[0],
            watchdog: MachineWatchdog(),
            doorbell: sweepDoorbell,
            deliverDoorbell: deliverDoorbell,
            swept: swept,
            isBusy: { await ingest.isBusy },
            eventText: { type, alert, members, at in
                EventText.body(type: type, alert: alert, members: members, at: at, publicURL: publicURL)
            },
            readRules: RulesText.rules,
            now: now
        )
        let deliver = Deliver(
            store: store,
            notifier: Notifiers.all(addresses: setup.addresses, key: key)[0],
            doorbell: deliverDoorbell,
            keepsFor: setup.deliveriesKept,
            now: now
        )
        let server = Server.make(
            services: Services(
                store: store,
                ingest: ingest,
                compare: Compare(
                    store: store,
                    comparer: HistoryComparer(detector: Detectors.all[0]),
                    readRules: RulesText.rules
                ),
                explainer: EvidenceExplainer(),
                kindOfEvidence: EvidenceKinds.id,
                gauge: LevelGauge(),
                swept: swept,
                sweepDoorbell: sweepDoorbell,
                deliverDoorbell: deliverDoorbell,
                readiness: readiness,
                publicURL: publicURL,
                programs: setup.programs,
                limits: setup.limits,
                issuerDocuments: GuardedFetch(
                    permits: { setup.addresses.permits($0) },
                    isNamed: { setup.addresses.isNamed($0) }
                ),
                makeSecret: { webhook in
                    let text = WebhookSignature.makeSecret()
                    return (text, try key.seal(text, for: webhook))
                },
                now: now
            ),
            host: setup.listen.host,
            port: setup.listen.port,
            logger: logger,
            listening: { _ in SupervisorNotice.send("READY=1") }
        )
        var configuration = ServiceGroupConfiguration(
            services: [tidy, deliver, sweep, ingest, server, readiness],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = .seconds(8)
        return ServiceGroup(configuration: configuration)
    }
}
