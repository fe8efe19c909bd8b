import Hummingbird
public import Logging
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
    /// - Returns: the service.
    public static func make(services: Services, host: String, port: Int, logger: Logger) -> some Service {
        Application(
            router: router(services),
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: "nilometerd"),
            logger: logger
        )
    }

    private static func router(_ services: Services) -> Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: ProblemMiddleware())
        router.get("healthz") { _, _ in try Answer.json(["status": "ok"]) }
        router.get("readyz") { _, _ in
            _ = try await services.store.projects()
            return try Answer.json(["status": "ready"])
        }
        let api = router.group("api/v1")
        ProjectRoutes(services: services).add(to: api)
        RunRoutes(services: services).add(to: api)
        SeriesRoutes(services: services).add(to: api)
        CompareRoutes(services: services).add(to: api)
        AlertRoutes(services: services).add(to: api)
        WebhookRoutes(services: services).add(to: api)
        TokenRoutes(services: services).add(to: api)
        return router
    }
}
