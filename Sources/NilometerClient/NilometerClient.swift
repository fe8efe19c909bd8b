import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Asks a server.
public struct NilometerClient: Sendable {
    private let server: String
    private let token: String

    /// Makes a client.
    ///
    /// - Parameters:
    ///   - server: the address, without a slash at its end.
    ///   - token: `nlm_…`.
    public init(server: String, token: String) {
        self.server = server
        self.token = token
    }

    /// The body of the answer for a path under `/api/v1`.
    ///
    /// - Throws: `ClientError` for an answer that is not 2xx, or when the server cannot be reached.
    public func get(_ path: String) async throws -> String {
        var request = HTTPClientRequest(url: "\(server)/api/v1/\(path)")
        request.headers = ["authorization": "Bearer \(token)"]
        let response: HTTPClientResponse
        do {
            response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        } catch {
            throw ClientError(sentence: "The server \(server) could not be reached: \(error).")
        }
        let body = String(buffer: try await response.body.collect(upTo: 64 * 1_048_576))
        guard (200..<300).contains(response.status.code) else {
            throw ClientError(sentence: "The server answered \(response.status.code): \(body)")
        }
        return body
    }
}
