import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NilometerAPI
import NilometerCore
import NilometerFormats

extension Services {
    /// Up to this many bytes a body is read without waiting for a place at the gate.
    private static let smallBody = 256 * 1024

    /// Reads the body of a request, inflated and within the limits, and uses it while it has its place in memory.
    ///
    /// - Throws: `NilometerError`: `tooLarge`, `tooSlow`, `unsupportedEncoding`, `unreadable`, `busy`; and what `use` throws.
    func withBody<Value: Sendable>(
        of request: Request,
        _ use: ([UInt8]) async throws -> Value
    ) async throws -> Value {
        let isGzip = try Self.isGzip(request)
        var reader = BodyReader(request, limits: limits)
        let isWhole = try await reader.read(upTo: Self.smallBody)
        if isWhole {
            if !isGzip { return try await use(reader.bytes) }
            if let bytes = try Inflate.gzip(reader.bytes, upTo: 4 * Self.smallBody) { return try await use(bytes) }
        }
        try await readingGate.enter()
        do {
            if !isWhole { _ = try await reader.read(upTo: .max) }
            let sent = reader.bytes
            let value = try await Self.through(workingGate) {
                try await use(isGzip ? try Inflate.gzip(sent, limit: limits.inflatedBytes) : sent)
            }
            await readingGate.leave()
            return value
        } catch {
            await readingGate.leave()
            throw error
        }
    }

    static func through<Value: Sendable>(
        _ gate: BodyGate,
        _ body: () async throws -> Value
    ) async throws -> Value {
        try await gate.enter()
        do {
            let value = try await body()
            await gate.leave()
            return value
        } catch {
            await gate.leave()
            throw error
        }
    }

    /// The body as a value of a JSON type, which has only these keys.
    func value<Value: Decodable & Sendable>(
        _ type: Value.Type,
        keys: Set<String>,
        of request: Request
    ) async throws -> Value {
        try await withBody(of: request) { bytes in
            let unknown = try StrictJSON.keys(in: bytes).subtracting(keys)
            if let first = unknown.min() {
                let known = keys.sorted().joined(separator: ", ")
                throw NilometerError(
                    .unreadable,
                    "The body has the key “\(first.prefix(100))”, which this address does not know; it knows \(known)."
                )
            }
            do {
                return try JSONCoding.decoder.decode(type, from: Data(bytes))
            } catch let error as DecodingError {
                throw NilometerError(
                    .unreadable,
                    "The body does not have the fields that this address asks for: \(error.sentence).",
                    cause: error
                )
            }
        }
    }

    private static func isGzip(_ request: Request) throws(NilometerError) -> Bool {
        switch request.headers[.contentEncoding]?.lowercased() ?? "identity" {
        case "identity", "": return false
        case "gzip", "x-gzip": return true
        case let other:
            throw NilometerError(
                .unsupportedEncoding,
                "The Content-Encoding “\(other.prefix(40))” is unknown; use gzip."
            )
        }
    }
}

extension DecodingError {
    /// Where a JSON value did not fit, and why.
    var sentence: String {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
            .dataCorrupted(let context):
            let path = context.codingPath.map(\.stringValue).joined(separator: ".")
            return path.isEmpty ? context.debugDescription : "at “\(path.prefix(200))” — \(context.debugDescription)"
        @unknown default: return "a value has the wrong type"
        }
    }
}
