import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NilometerAPI
import NilometerCore
import NilometerFormats

extension Services {
    /// The body of a request, inflated, within the limits.
    func body(of request: Request) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        var sent = 0
        // A body that is a little too large is read to its end, so that the caller sees the answer.
        for try await part in request.body {
            sent += part.readableBytes
            if sent <= limits.sentBytes {
                bytes.append(contentsOf: part.readableBytesView)
            } else {
                bytes = []
            }
            guard sent <= 4 * limits.sentBytes else { throw Self.tooLarge }
        }
        guard sent <= limits.sentBytes else { throw Self.tooLarge }
        switch request.headers[.contentEncoding]?.lowercased() ?? "identity" {
        case "identity", "": return bytes
        case "gzip", "x-gzip": return try Inflate.gzip(bytes, limit: limits.inflatedBytes)
        case let other:
            throw NilometerError(
                .unsupportedEncoding,
                "The Content-Encoding “\(other.prefix(40))” is unknown; use gzip."
            )
        }
    }

    /// The body as a value of a JSON type.
    func value<Value: Decodable>(_ type: Value.Type, of request: Request) async throws -> Value {
        let bytes = try await body(of: request)
        try StrictJSON.check(bytes)
        do {
            return try JSONCoding.decoder.decode(type, from: Data(bytes))
        } catch let error as DecodingError {
            throw NilometerError(
                .unreadable,
                "The body does not have the fields that this address asks for.",
                cause: error
            )
        }
    }

    private static var tooLarge: NilometerError {
        NilometerError(.tooLarge, "The body is larger than 16 MiB; compress it with gzip or split it.")
    }
}
