import Crypto
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
    static func problem(_ error: NilometerError, path: String, requestID: String) throws -> Response {
        let status = Failure.status(of: error.code)
        let problem = Problem(
            type: "about:blank",
            title: Failure.title(of: error.code),
            status: status,
            detail: error.message,
            instance: path,
            code: error.code.rawValue,
            requestID: requestID
        )
        var answer = response(
            try JSONCoding.encoder.encode(problem),
            type: "application/problem+json",
            status: HTTPResponse.Status(code: status)
        )
        if error.code == .busy { answer.headers[.retryAfter] = "5" }
        if error.code == .tooOften { answer.headers[.retryAfter] = "60" }
        if error.code == .unauthenticated { answer.headers[.wwwAuthenticate] = "Bearer" }
        if Failure.endsConnection(error.code) { answer.headers[.connection] = "close" }
        return answer
    }

    /// Bytes as they are; with a strong ETag when they are the answer to the whole question.
    static func response(_ bytes: Data, type: String, status: HTTPResponse.Status = .ok) -> Response {
        var answer = Response(
            status: status,
            headers: [.contentType: type, .contentLength: String(bytes.count)],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
        if status == .ok {
            let digest = SHA256.hash(data: bytes).prefix(16).map { Hex.text(of: $0) }.joined()
            answer.headers[.eTag] = "\"\(digest)\""
            answer.headers[.cacheControl] = "private, no-cache"
        }
        return answer
    }

    /// An answer without a body.
    static var nothing: Response { Response(status: .noContent) }
}
