import Foundation
import Logging
import NilometerCore
import NilometerDetection
import NilometerNotifiers
import NilometerPipeline
import NilometerSQLite
import NilometerServer
import ServiceLifecycle
import UnixSignals

/// Ties engine, detector, notifiers and server together.
enum Wiring {
    /// The exit status after a failed sync: the supervisor starts the daemon again.
    private static let syncFailed: Int32 = 74

    static func services(
        store: SQLiteStore,
        addresses: AddressGuard,
        host: String,
        port: Int,
        publicURL: String
    ) -> ServiceGroup {
        let logger = Logger(label: "nilometerd")
        let now: @Sendable () -> Date = { Date() }
        let sweepDoorbell = Doorbell()
        let deliverDoorbell = Doorbell()
        let ingest = Ingest(store: store, sweepDoorbell: sweepDoorbell) { error in
            logger.error("Runs could not be stored.", metadata: ["cause": "\(error)"])
            if case .syncFailed? = error as? StoreError {
                logger.critical("The disk did not confirm a write; the daemon stops, nothing of it was acknowledged.")
                _exit(syncFailed)
            }
        }
        let sweep = Sweep(
            store: store,
            detector: Detectors.all[0],
            doorbell: sweepDoorbell,
            deliverDoorbell: deliverDoorbell,
            eventText: { type, alert, members, at in
                EventText.body(type: type, alert: alert, members: members, at: at, publicURL: publicURL)
            },
            now: now
        )
        let deliver = Deliver(
            store: store,
            notifier: Notifiers.all(addresses: addresses)[0],
            doorbell: deliverDoorbell,
            now: now
        )
        let server = Server.make(
            services: Services(
                store: store,
                ingest: ingest,
                compare: Compare(store: store, comparer: HistoryComparer(detector: Detectors.all[0])),
                sweepDoorbell: sweepDoorbell,
                deliverDoorbell: deliverDoorbell,
                publicURL: publicURL,
                makeSecret: { WebhookSignature.makeSecret() },
                now: now
            ),
            host: host,
            port: port,
            logger: logger
        )
        var configuration = ServiceGroupConfiguration(
            services: [deliver, sweep, ingest, server],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = .seconds(8)
        return ServiceGroup(configuration: configuration)
    }
}
