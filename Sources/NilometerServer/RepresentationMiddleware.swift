import HTTPTypes
import Hummingbird
import NilometerCore

/// Answers 304 when the caller has the representation already, and gzip when it accepts it.
struct RepresentationMiddleware<Context: RequestContext>: RouterMiddleware {
    /// Answers shorter than this are sent as they are.
    private static var smallest: Int { 1024 }

    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        guard request.method == .get || request.method == .head else { return response }
        let isWorth = response.body.contentLength.map { $0 >= Self.smallest } ?? true
        let isGzip = isWorth && response.headers[.contentEncoding] == nil && Self.acceptsGzip(request)
        if let tag = response.headers[.eTag], isGzip {
            response.headers[.eTag] = tag.dropLast() + "-gzip\""
        }
        if isWorth { response.headers[.vary] = "Accept-Encoding" }
        if let tag = response.headers[.eTag], Self.has(request, tag) {
            var unchanged = Response(status: .notModified)
            for name in [HTTPField.Name.eTag, .cacheControl, .vary] { unchanged.headers[name] = response.headers[name] }
            return unchanged
        }
        guard isGzip else { return response }
        let body = response.body
        response.body = ResponseBody { writer in try await body.write(try GzipBodyWriter(writer)) }
        response.headers[.contentEncoding] = "gzip"
        response.headers[.contentLength] = nil
        return response
    }

    /// Whether `If-None-Match` has the tag, in whichever encoding the caller got it.
    private static func has(_ request: Request, _ tag: String) -> Bool {
        guard let known = request.headers[.ifNoneMatch] else { return false }
        let plain = tag.replacing("-gzip\"", with: "\"")
        return known.split(separator: ",").contains { part in
            var text = part.trimmingPrefix { $0 == " " }
            while text.last == " " { text = text.dropLast() }
            if text.hasPrefix("W/") { text = text.dropFirst(2) }
            return text == "*" || text.replacing("-gzip\"", with: "\"") == plain
        }
    }

    private static func acceptsGzip(_ request: Request) -> Bool {
        (request.headers[.acceptEncoding] ?? "").lowercased().split(separator: ",").contains { part in
            let words = part.split(separator: ";").map { $0.filter { $0 != " " } }
            guard words.first == "gzip" || words.first == "x-gzip" else { return false }
            let weight = words.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            return weight > 0
        }
    }
}
