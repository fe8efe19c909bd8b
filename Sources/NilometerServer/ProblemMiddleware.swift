import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NilometerAPI
import NilometerCore

/// Answers every failure with a problem document, and logs what the caller is not shown.
struct ProblemMiddleware<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            let failure = Self.failure(error)
            if Failure.status(of: failure.code) >= 500 {
                context.logger.error(
                    "A request failed.",
                    metadata: ["path": "\(request.uri.path)", "cause": "\(failure.cause.map { "\($0)" } ?? "none")"]
                )
            }
            return try Answer.problem(failure, path: request.uri.path)
        }
    }

    private static func failure(_ error: any Error) -> NilometerError {
        if let known = error as? NilometerError { return known }
        if let store = error as? StoreError { return Failure.of(store) }
        if let http = error as? HTTPError {
            switch http.status.code {
            case 404: return NilometerError(.notFound, "There is nothing at this address; see /api/v1.")
            case 413: return NilometerError(.tooLarge, "The body is larger than 16 MiB; compress or split it.")
            case 400..<500: return NilometerError(.unreadable, http.body ?? "The request could not be understood.")
            default: break
            }
        }
        return NilometerError(.internalFailure, "The server failed; its operator finds why in the log.", cause: error)
    }
}
