import HTTPTypes
import Hummingbird
import NilometerCore

/// Connects routes of the table to what answers them; nothing is reachable that is not in the table.
///
/// Access is decided here, from the table, before any route's own code runs.
struct Switchboard {
    typealias Context = ServerContext

    /// A request that was let through.
    struct Call: Sendable {
        let request: Request
        let context: Context
        let asked: Asked

        /// A name in the path, decoded.
        func name(_ name: String) throws(NilometerError) -> String { try Asked.name(name, in: context) }
    }

    let router: Router<Context>
    let services: Services

    /// Connects a route that is open to everybody.
    func open(_ id: String, _ answer: @escaping @Sendable (Call) async throws -> Response) {
        let route = Routes.route(id)
        precondition(route.scope == nil, "The route \(id) asks for a token.")
        on(route) { call in
            try Self.check(call.asked, route)
            return try await answer(call)
        }
    }

    /// Connects a route for tokens of all projects.
    func global(_ id: String, _ answer: @escaping @Sendable (Call, AccessToken) async throws -> Response) {
        let route = Routes.route(id)
        guard let scope = route.scope, !route.isInProject else {
            preconditionFailure("The route \(id) is not one for tokens of all projects.")
        }
        let services = services
        on(route) { call in
            let token = try await services.authorise(call.request, scope)
            try Self.check(call.asked, route)
            return try await answer(call, token)
        }
    }

    /// Connects a route within a project.
    func inProject(_ id: String, _ answer: @escaping @Sendable (Call, Project, AccessToken) async throws -> Response) {
        let route = Routes.route(id)
        guard let scope = route.scope, route.isInProject else {
            preconditionFailure("The route \(id) is not one within a project.")
        }
        let services = services
        on(route) { call in
            let (project, token) = try await services.access(call.request, call.context, scope)
            // A job's token is for its own uploads; what else the scope opens is for people.
            guard token.vouched == nil || scope == .read || route.id == "uploadRun" else {
                throw NilometerError(.forbidden, "A token given for a job's identity only uploads and reads runs.")
            }
            try Self.check(call.asked, route)
            return try await answer(call, project, token)
        }
    }

    private func on(_ route: Route, _ answer: @escaping @Sendable (Call) async throws -> Response) {
        router.on(RouterPath(route.pattern), method: route.method) { request, context in
            try await answer(Call(request: request, context: context, asked: try Asked(request)))
        }
    }

    /// Refuses a parameter that the route does not know: ignored, it would mislead.
    private static func check(_ asked: Asked, _ route: Route) throws(NilometerError) {
        let known = route.query.map(\.name)
        guard let first = asked.query.keys.filter({ !known.contains($0) }).min() else { return }
        let hint = known.isEmpty ? "it takes none" : "it takes " + known.joined(separator: ", ")
        throw NilometerError(.badQuery, "This address has no parameter “\(first.prefix(40))”; \(hint).")
    }
}
