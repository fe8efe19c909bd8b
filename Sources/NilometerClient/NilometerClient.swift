import AsyncHTTPClient
public import Foundation
import NIOCore
import NIOHTTP1
import NilometerAPI

/// Asks a server.
///
/// A GET, and a POST with a key, are tried again when the server is busy or out of reach; others are not.
public struct NilometerClient: Sendable {
    /// The address, without a slash at its end.
    public let server: String
    private let bearer: Bearer
    private let http: HTTPClient
    private let notice: @Sendable (String) -> Void

    /// Runs `body` with a client, and closes its connections afterwards.
    ///
    /// - Parameters:
    ///   - server: the address; slashes at its end are dropped.
    ///   - token: `nlm_…`; nil to ask without one.
    ///   - identity: vouches for the job where no token is given; nil to ask without.
    ///   - notice: told a sentence before each new attempt that is to be told of.
    ///   - body: uses the client.
    /// - Returns: what `body` returns.
    /// - Throws: what `body` throws.
    public static func with<Value: Sendable>(
        server: String,
        token: String?,
        identity: (any IdentitySource)? = nil,
        notice: @escaping @Sendable (String) -> Void = { _ in },
        _ body: (NilometerClient) async throws -> Value
    ) async throws -> Value {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(10)
        configuration.connectionPool.retryConnectionEstablishment = false
        let address = String(server.reversed().drop { $0 == "/" }.reversed())
        let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let outcome: Result<Value, any Error>
        do {
            let bearer = Bearer(token: token, source: identity, server: address, http: http)
            let client = NilometerClient(server: address, bearer: bearer, http: http, notice: notice)
            outcome = .success(try await body(client))
        } catch { outcome = .failure(error) }
        try await http.shutdown()
        return try outcome.get()
    }

    /// What the server answers for an address.
    ///
    /// - Throws: `ClientError`.
    public func get(_ route: Route, patience: Patience = Patience(retry: .seconds(1))) async throws -> Answer {
        try await answer(request(.GET, route), patience)
    }

    /// All items of a list, page after page.
    public func items<Item>(of _: Item.Type, at route: Route) -> Items<Item> { Items(client: self, route: route) }

    /// Sends a value.
    ///
    /// - Throws: `ClientError`.
    public func post(_ route: Route, _ value: some Encodable) async throws -> Answer {
        try await answer(request(.POST, route, json: try JSONCoding.encoder.encode(value)), Patience())
    }

    /// Sends nothing, and asks for something to be done.
    ///
    /// - Throws: `ClientError`.
    public func post(_ route: Route) async throws -> Answer { try await answer(request(.POST, route), Patience()) }

    /// Sends JSON, compressed, under a key that makes it safe to send it again.
    ///
    /// - Throws: `ClientError`.
    public func post(_ route: Route, json: Data, key: String, patience: Patience) async throws -> Answer {
        var request = request(.POST, route, json: json)
        request.headers.add(name: "idempotency-key", value: key)
        if let packed = Gzip.packed(Array(json)) {
            request.headers.add(name: "content-encoding", value: "gzip")
            request.body = .bytes(ByteBuffer(bytes: packed))
        }
        return try await answer(request, patience)
    }

    /// Changes the fields that the value has.
    ///
    /// - Throws: `ClientError`.
    public func patch(_ route: Route, _ value: some Encodable) async throws -> Answer {
        try await answer(request(.PATCH, route, json: try JSONCoding.encoder.encode(value)), Patience())
    }

    /// Deletes what is at an address.
    ///
    /// - Throws: `ClientError`.
    public func delete(_ route: Route) async throws {
        _ = try await answer(request(.DELETE, route), Patience())
    }

    /// Gives the body of an answer to `take`, part after part, without holding it whole.
    ///
    /// - Throws: `ClientError`, or what `take` throws.
    public func stream(_ route: Route, _ take: (Data) throws -> Void) async throws {
        let request = try await authorised(request(.GET, route))
        let response = try await reached { try await http.execute(request, timeout: .hours(24)) }
        guard (200..<300).contains(response.status.code) else { throw try await refusal(response) }
        var parts = response.body.makeAsyncIterator()
        while true {
            let part: ByteBuffer?
            do { part = try await parts.next() } catch { throw failure(error) }
            guard let part else { return }
            try take(Data(part.readableBytesView))
        }
    }

    /// Whether the address outside the API, such as `/readyz`, answers with success.
    ///
    /// - Throws: `ClientError`.
    public func probe(_ path: String) async throws -> Answer {
        try await answer(HTTPClientRequest(url: server + path), Patience(answer: .seconds(10)), isOpen: true)
    }

    private func request(_ method: HTTPMethod, _ route: Route, json: Data? = nil) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: "\(server)/api/v1/\(route.text)")
        request.method = method
        request.headers = ["user-agent": "nilometer", "accept": "application/json"]
        if let json {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: json))
        }
        return request
    }

    private func authorised(_ request: HTTPClientRequest) async throws -> HTTPClientRequest {
        var request = request
        if let token = try await bearer.token() {
            request.headers.replaceOrAdd(name: "authorization", value: "Bearer \(token)")
        }
        return request
    }

    private func answer(
        _ request: HTTPClientRequest,
        _ patience: Patience,
        isOpen: Bool = false
    ) async throws -> Answer {
        let clock = ContinuousClock()
        let begun = clock.now
        var generator = SystemRandomNumberGenerator()
        var attempt = 0
        while true {
            attempt += 1
            var asked: Double?
            do {
                let timeout = TimeAmount.nanoseconds(patience.answer.nanoseconds)
                let request = isOpen ? request : try await authorised(request)
                let response = try await reached { try await http.execute(request, timeout: timeout) }
                asked = response.headers.first(name: "retry-after").flatMap {
                    Patience.asked($0, now: response.headers.first(name: "date").flatMap(HTTPDate.date))
                }
                guard (200..<300).contains(response.status.code) else { throw try await refusal(response) }
                let buffer = try await reached { try await response.body.collect(upTo: 256 * 1_048_576) }
                return Answer(
                    status: Int(response.status.code),
                    date: response.headers.first(name: "date").flatMap(HTTPDate.date),
                    body: Data(buffer.readableBytesView)
                )
            } catch let error as ClientError where error.isPassing {
                let delay = Patience.delay(after: attempt, asked: asked, using: &generator)
                guard clock.now + delay <= begun + patience.retry else { throw error }
                if patience.isTold { notice("\(error.detail) It is tried again in \(delay.components.seconds + 1) s.") }
                try await Task.sleep(for: delay)
            }
        }
    }

    private func reached<Value: Sendable>(_ call: () async throws -> Value) async throws -> Value {
        do { return try await call() } catch { throw failure(error) }
    }

    private func failure(_ error: any Error) -> any Error {
        if error is CancellationError { return error }
        let reason = Unreachable.reason(error)
        return ClientError(
            .unreachable,
            detail: "The server \(server) could not be reached: \(reason); check the address."
        )
    }

    private func refusal(_ response: HTTPClientResponse) async throws -> ClientError {
        let status = Int(response.status.code)
        let body = try await reached { Data(try await response.body.collect(upTo: 1_048_576).readableBytesView) }
        if let problem = try? JSONCoding.decoder.decode(Problem.self, from: body) {
            return ClientError(.refused(status: status), code: problem.code, detail: problem.detail)
        }
        return ClientError(
            .refused(status: status),
            detail: "\(server) answered \(status) \(response.status.reasonPhrase), "
                + "not as a Nilometer server does; check the address."
        )
    }
}

extension Duration {
    fileprivate var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}
