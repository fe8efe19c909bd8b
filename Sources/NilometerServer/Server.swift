import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
import NilometerCore
public import ServiceLifecycle

/// The HTTP server.
public enum Server {
    /// The service that answers on an address.
    ///
    /// - Parameters:
    ///   - services: what the routes use.
    ///   - host: an IP address or name to listen on.
    ///   - port: the port; 0 lets the system choose.
    ///   - logger: where requests that failed are told.
    ///   - listening: called with the port once connections are accepted.
    /// - Returns: the service.
    public static func make(
        services: Services,
        host: String,
        port: Int,
        logger: Logger,
        listening: @escaping @Sendable (Int) -> Void
    ) -> some Service {
        let limits = services.limits
        return Application(
            router: router(services),
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [ConnectionGuard(patience: .seconds(Int64(limits.idleSeconds)))],
                    idleTimeout: .seconds(Int64(limits.idleSeconds))
                )
            ),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port),
                serverName: "nilometerd",
                availableConnectionsDelegate: MaximumAvailableConnections(limits.connections)
            ),
            onServerRunning: { channel in listening(channel.localAddress?.port ?? port) },
            logger: logger
        )
    }

    /// All routes.
    static func router(_ services: Services) -> Router<ServerContext> {
        let router = Router(context: ServerContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: RepresentationMiddleware())
        router.add(middleware: ProblemMiddleware())
        let board = Switchboard(router: router, services: services)
        ServiceRoutes(services: services).add(to: board)
        ProgramRoutes(services: services).add(to: board)
        ProjectRoutes(services: services).add(to: board)
        RulesRoutes(services: services).add(to: board)
        ExportRoutes(services: services).add(to: board)
        RunRoutes(services: services).add(to: board)
        SeriesRoutes(services: services).add(to: board)
        DetectabilityRoutes(services: services).add(to: board)
        CompareRoutes(services: services).add(to: board)
        ExplanationRoutes(services: services).add(to: board)
        EvidenceRoutes(services: services).add(to: board)
        AlertRoutes(services: services).add(to: board)
        AlertDecisionRoutes(services: services).add(to: board)
        WebhookRoutes(services: services).add(to: board)
        TokenRoutes(services: services).add(to: board)
        TrustRoutes(services: services).add(to: board)
        IdentityRoutes(services: services).add(to: board)
        return router
    }
}
