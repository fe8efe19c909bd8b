import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOHTTP1
import NilometerAPI
import NilometerCore

/// Names every request, answers every failure with a problem document, and logs what the caller is not shown.
struct ProblemMiddleware<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let requestID = Self.requestID(request)
        var context = context
        context.logger[metadataKey: "request"] = "\(requestID)"
        let begun = ContinuousClock.now
        var response: Response
        do {
            response = try await next(request, context)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            let failure = Self.failure(error, request)
            Self.log(failure, request, context.logger)
            response = try Answer.problem(failure, path: request.uri.path, requestID: requestID)
            if failure.code == .badMethod { response.headers[.allow] = Self.allowed(request).joined(separator: ", ") }
        }
        if let name = HTTPField.Name("X-Request-Id") { response.headers[name] = requestID }
        response.headers[.xContentTypeOptions] = "nosniff"
        context.logger.debug(
            "A request was answered.",
            metadata: [
                "method": "\(request.method)", "path": "\(request.uri.path.prefix(400))",
                "status": "\(response.status.code)", "took": "\(ContinuousClock.now - begun)",
            ]
        )
        return response
    }

    /// The caller's own name of the request, where it is short and plain; else a new one.
    private static func requestID(_ request: Request) -> String {
        guard let name = HTTPField.Name("X-Request-Id"), let text = request.headers[name], !text.isEmpty,
            text.utf8.count <= 128, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x22 })
        else {
            var generator = SystemRandomNumberGenerator()
            return PublicID.make("req_", now: Date(), using: &generator)
        }
        return text
    }

    /// Failures of the server are errors; refused tokens are noticed; other mistakes of callers are for debugging.
    private static func log(_ failure: NilometerError, _ request: Request, _ logger: Logger) {
        let metadata: Logger.Metadata = [
            "method": "\(request.method)", "path": "\(request.uri.path.prefix(400))",
            "code": "\(failure.code.rawValue)",
            "cause": "\(failure.cause.map { "\($0)" } ?? "none")",
        ]
        switch failure.code {
        case .internalFailure, .storageFailed, .storageFull: logger.error("A request failed.", metadata: metadata)
        case .unauthenticated, .forbidden, .tooOften, .busy: logger.notice("A request was refused.", metadata: metadata)
        case .unreadable, .badQuery, .notFound, .badMethod, .tooSlow, .conflict, .tooLarge, .unsupportedEncoding,
            .invalidInput:
            logger.debug("A request could not be answered.", metadata: metadata)
        }
    }

    private static func allowed(_ request: Request) -> [String] { Routes.methods(at: request.uri.path).sorted() }

    private static func failure(_ error: any Error, _ request: Request) -> NilometerError {
        if let known = error as? NilometerError { return known }
        if let store = error as? StoreError { return Failure.of(store) }
        if error is HTTPParserError {
            return NilometerError(
                .unreadable,
                "The request broke off, or its body is not HTTP; send it again.",
                cause: error
            )
        }
        if let http = error as? HTTPError {
            switch http.status.code {
            case 404:
                let methods = allowed(request)
                guard !methods.isEmpty else {
                    return NilometerError(.notFound, "There is nothing at this address; see /api/v1/openapi.json.")
                }
                return NilometerError(
                    .badMethod,
                    "This address does not know \(request.method); it knows \(methods.joined(separator: ", "))."
                )
            case 413: return NilometerError(.tooLarge, "The body is too large; compress it with gzip or split it.")
            case 400..<500: return NilometerError(.unreadable, http.body ?? "The request could not be understood.")
            default: break
            }
        }
        return NilometerError(.internalFailure, "The server failed; its operator finds why in the log.", cause: error)
    }
}
