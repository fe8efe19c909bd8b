import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NilometerAPI
import NilometerCore

/// Makes responses.
enum Answer {
    /// A JSON response.
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        response(try JSONCoding.encoder.encode(value), type: "application/json", status: status)
    }

    /// A problem document of RFC 9457.
    static func problem(_ error: NilometerError, path: String) throws -> Response {
        let status = Failure.status(of: error.code)
        let problem = Problem(
            type: "about:blank",
            title: Failure.title(of: error.code),
            status: status,
            detail: error.message,
            instance: path,
            code: error.code.rawValue
        )
        var answer = response(
            try JSONCoding.encoder.encode(problem),
            type: "application/problem+json",
            status: HTTPResponse.Status(code: status)
        )
        if error.code == .busy { answer.headers[.retryAfter] = "5" }
        if error.code == .unauthenticated { answer.headers[.wwwAuthenticate] = "Bearer" }
        return answer
    }

    /// Bytes as they are.
    static func response(_ bytes: Data, type: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [.contentType: type, .contentLength: String(bytes.count)],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }

    /// An answer without a body.
    static var nothing: Response { Response(status: .noContent) }

    /// The page size that a query asks for: 1 to 1000, 100 when it does not.
    static func limit(_ request: Request) -> Int {
        min(1000, max(1, query(request)["limit"].flatMap(Int.init) ?? 100))
    }

    /// The query's parameters, decoded; the last of equal names.
    static func query(_ request: Request) -> [String: String] {
        var found: [String: String] = [:]
        for (key, value) in request.uri.queryParameters { found[String(key)] = String(value) }
        return found
    }
}
