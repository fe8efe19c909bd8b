import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Speaks to one daemon over connections that are kept.
struct Caller: Sendable {
    /// An answer and how long it took, from sending until the last byte of the body.
    struct Answered: Sendable {
        let status: UInt
        let body: ByteBuffer
        let seconds: Double
    }

    let address: String
    let token: String

    /// Whether the daemon says that it is ready.
    func isReady() async -> Bool {
        guard let answered = try? await call(.GET, "/readyz") else { return false }
        return answered.status == 200
    }

    /// Sends a request and reads the whole answer, which may come in an encoding.
    func call(
        _ method: HTTPMethod,
        _ path: String,
        json: String? = nil,
        accepting encoding: String = "gzip"
    ) async throws -> Answered {
        var request = HTTPClientRequest(url: address + path)
        request.method = method
        request.headers.add(name: "Authorization", value: "Bearer \(token)")
        request.headers.add(name: "Accept-Encoding", value: encoding)
        if let json {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: json))
        }
        let begun = ContinuousClock.now
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(120))
        let body = try await response.body.collect(upTo: 256 * 1_048_576)
        return Answered(status: response.status.code, body: body, seconds: (ContinuousClock.now - begun).inSeconds)
    }

    /// The same, and anything but an expected status ends the measuring.
    func expect(
        _ status: UInt,
        _ method: HTTPMethod,
        _ path: String,
        json: String? = nil,
        accepting encoding: String = "gzip"
    ) async throws -> Answered {
        let answered: Answered
        do { answered = try await call(method, path, json: json, accepting: encoding) } catch {
            throw MeasuringFailed(sentence: "\(method.rawValue) \(path) failed: \(error).")
        }
        guard answered.status == status else {
            let text = String(buffer: answered.body).prefix(300)
            throw MeasuringFailed(
                sentence: "\(method.rawValue) \(path) answered \(answered.status), not \(status): \(text)"
            )
        }
        return answered
    }
}
