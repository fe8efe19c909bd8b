import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NilometerAPI

/// Asks the API of one forge; the token goes to its address and nowhere else, as redirects are not followed.
public struct ForgeClient: Sendable {
    /// How a token is sent.
    public enum Key: Sendable {
        /// As `Authorization: Bearer …`.
        case bearer(String)
        /// As `Authorization: token …`.
        case token(String)
        /// As `PRIVATE-TOKEN: …`.
        case privateToken(String)

        fileprivate var header: (name: String, value: String) {
            switch self {
            case .bearer(let token): ("authorization", "Bearer \(token)")
            case .token(let token): ("authorization", "token \(token)")
            case .privateToken(let token): ("private-token", token)
            }
        }
    }

    /// Whether a call may be sent again when it is not known whether it arrived.
    enum Again {
        case safe
        case unsafe
    }

    /// The most bytes of an answer: a page of a hundred of the longest comments.
    private static let mostBytes = 32 * 1_048_576

    /// The address of the API, without a slash at its end.
    let address: String
    private let key: Key
    private let accept: String
    private let http: HTTPClient
    private let patience: Duration
    private let notice: @Sendable (String) -> Void

    /// Runs `body` with a client, and closes its connections afterwards.
    ///
    /// - Parameters:
    ///   - address: the address of the API.
    ///   - key: how the token is sent.
    ///   - patience: how long after its first attempt a call is tried again.
    ///   - notice: told a sentence before each new attempt.
    ///   - body: uses the client.
    /// - Returns: what `body` returns.
    /// - Throws: what `body` throws.
    public static func with<Value: Sendable>(
        address: String,
        key: Key,
        patience: Duration = .seconds(60),
        notice: @escaping @Sendable (String) -> Void = { _ in },
        _ body: (ForgeClient) async throws -> Value
    ) async throws -> Value {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(10)
        configuration.connectionPool.retryConnectionEstablishment = false
        let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let client = ForgeClient(
            address: String(address.reversed().drop { $0 == "/" }.reversed()),
            key: key,
            accept: "application/json",
            http: http,
            patience: patience,
            notice: notice
        )
        let outcome: Result<Value, any Error>
        do { outcome = .success(try await body(client)) } catch { outcome = .failure(error) }
        try await http.shutdown()
        return try outcome.get()
    }

    /// What the forge answers with success.
    ///
    /// It is tried again when the forge is busy, when it asks for a pause, and, where that is safe, when it is out of reach.
    ///
    /// - Throws: `ClientError`, for another status `refused` with the forge's own words.
    func call(
        _ method: HTTPMethod,
        _ path: String,
        _ value: (any Encodable)? = nil,
        again: Again = .safe
    ) async throws
        -> ForgeAnswer
    {
        var request = HTTPClientRequest(url: "\(address)/\(path)")
        request.method = method
        request.headers = ["user-agent": "nilometer", "accept": accept]
        request.headers.add(name: key.header.name, value: key.header.value)
        if let value {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: try JSONCoding.encoder.encode(value)))
        }
        let clock = ContinuousClock()
        let begun = clock.now
        var generator = SystemRandomNumberGenerator()
        var attempt = 0
        while true {
            attempt += 1
            let refusal: ClientError
            var asked: Double?
            switch await once(request) {
            case .success(let answer) where (200..<300).contains(answer.status): return answer
            case .success(let answer):
                refusal = answer.refusal(from: address)
                asked = answer.pause
                guard answer.isLimited || again == .safe && answer.isPassing else { throw refusal }
            case .failure(let error):
                guard let error = error as? ClientError, again == .safe else { throw error }
                refusal = error
            }
            let delay =
                asked.map { Duration.seconds($0) } ?? Patience.delay(after: attempt, asked: nil, using: &generator)
            guard clock.now + delay <= begun + patience else { throw refusal }
            notice("\(refusal.detail) It is tried again in \(delay.components.seconds + 1) s.")
            try await Task.sleep(for: delay)
        }
    }

    private func once(_ request: HTTPClientRequest) async -> Result<ForgeAnswer, any Error> {
        do {
            let response = try await http.execute(request, timeout: .seconds(30))
            let body = try await response.body.collect(upTo: Self.mostBytes)
            return .success(
                ForgeAnswer(
                    status: Int(response.status.code),
                    headers: response.headers,
                    body: Data(body.readableBytesView)
                )
            )
        } catch is CancellationError {
            return .failure(CancellationError())
        } catch {
            let reason = Unreachable.reason(error)
            return .failure(ClientError(.unreachable, detail: "\(address) could not be reached: \(reason)."))
        }
    }
}
