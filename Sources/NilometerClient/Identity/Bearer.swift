import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NilometerAPI

/// The token that requests carry: the one that was given, or one that the server gives for the job's identity.
///
/// A token that was given for an identity is kept in memory alone, and asked for anew before it ends.
actor Bearer {
    /// How long before its end a token is replaced.
    private static let margin = Duration.seconds(60)
    /// The most bytes of an answer that are read.
    private static let largest = 1_048_576

    private let fixed: String?
    private let source: (any IdentitySource)?
    private let server: String
    private let http: HTTPClient
    private var given: (token: String, until: ContinuousClock.Instant)?

    init(token: String?, source: (any IdentitySource)?, server: String, http: HTTPClient) {
        fixed = token
        self.source = token == nil ? source : nil
        self.server = server
        self.http = http
    }

    /// The token of the next request; nil to ask without one.
    ///
    /// - Throws: `ClientError` when the CI gives no identity or the server does not accept it.
    func token() async throws -> String? {
        guard let source else { return fixed }
        if let given, .now < given.until { return given.token }
        let identity = try await source.identityToken(for: server) { [http] address, headers in
            var request = HTTPClientRequest(url: address)
            for (name, value) in headers { request.headers.add(name: name, value: value) }
            let response = try await http.execute(request, timeout: .seconds(15))
            return (Int(response.status.code), try await Self.body(of: response))
        }
        let begun = ContinuousClock.now
        let made = try await exchange(identity, of: source)
        let life = Duration.seconds(max(0, made.expiresIn))
        given = (made.accessToken, begun + life - Self.margin)
        return made.accessToken
    }

    private func exchange(_ identity: String, of source: any IdentitySource) async throws -> ExchangedToken {
        var request = HTTPClientRequest(url: server + "/api/v1/auth/oidc")
        request.method = .POST
        request.headers = ["user-agent": "nilometer", "accept": "application/json", "content-type": "application/json"]
        let grant = IdentityGrant(subjectToken: identity, project: source.project)
        request.body = .bytes(ByteBuffer(bytes: try JSONCoding.encoder.encode(grant)))
        let status: Int
        let body: Data
        do {
            let response = try await http.execute(request, timeout: .seconds(30))
            status = Int(response.status.code)
            body = try await Self.body(of: response)
        } catch is CancellationError { throw CancellationError() } catch {
            let reason = Unreachable.reason(error)
            throw ClientError(
                .unreachable,
                detail: "The server \(server) could not be reached: \(reason); check the address."
            )
        }
        let problem = try? JSONCoding.decoder.decode(Problem.self, from: body)
        switch status {
        case 200: return try Answer(status: status, date: nil, body: body).value()
        case 401:
            let sentence = source.refusal(of: identity, for: server, request: problem?.requestID)
            throw ClientError(.refused(status: status), code: problem?.code, detail: sentence)
        default:
            throw ClientError(
                .refused(status: status),
                code: problem?.code,
                detail: problem?.detail ?? "\(server) answered \(status) when the job's identity was to be exchanged, "
                    + "not as a Nilometer server does; check the address."
            )
        }
    }

    private static func body(of response: HTTPClientResponse) async throws -> Data {
        Data(try await response.body.collect(upTo: largest).readableBytesView)
    }
}
