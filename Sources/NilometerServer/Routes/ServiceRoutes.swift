import Hummingbird
import NilometerAPI
import NilometerCore

/// Whether the daemon lives, whether it is ready, and what its API is.
struct ServiceRoutes {
    let services: Services

    func add(to board: Switchboard) {
        board.open("health") { _ in try Answer.json(["status": "ok"]) }
        board.open("readiness") { _ in
            guard await !services.readiness.isStopping else {
                throw NilometerError(.busy, "The server is stopping; ask its successor in a few seconds.")
            }
            _ = try await services.store.project("")
            return try Answer.json(["status": "ready"])
        }
        board.open("openapi") { _ in try Answer.json(OpenAPI.document(server: services.publicURL)) }
    }
}
