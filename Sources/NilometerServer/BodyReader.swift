import HTTPTypes
import Hummingbird
import NIOCore
import NilometerCore

/// Reads a body part by part, within a size and a time.
struct BodyReader {
    /// What was read so far.
    private(set) var bytes: [UInt8] = []
    private var sent = 0
    private var parts: RequestBody.AsyncIterator
    private let limits: Services.Limits
    private let deadline: ContinuousClock.Instant
    private let declared: Int?

    /// Begins to read.
    init(_ request: Request, limits: Services.Limits) {
        parts = request.body.makeAsyncIterator()
        self.limits = limits
        deadline = ContinuousClock.now.advanced(by: .seconds(limits.bodySeconds))
        declared = request.headers[.contentLength].flatMap(Int.init)
    }

    /// Reads on until the end, which is true, or until at least `count` bytes are there, which is false.
    ///
    /// A body a little over the limit is read to its end, so that the caller sees the answer; one far over it is not.
    ///
    /// - Throws: `NilometerError` `tooLarge` or `tooSlow`.
    @concurrent mutating func read(upTo count: Int) async throws -> Bool {
        if let declared, declared / 4 > limits.sentBytes { throw tooLarge }
        while sent < count {
            guard let part = try await parts.next() else {
                guard sent <= limits.sentBytes else { throw tooLarge }
                return true
            }
            guard ContinuousClock.now < deadline else {
                throw NilometerError(
                    .tooSlow,
                    "The body did not arrive within \(limits.bodySeconds) seconds; compress it with gzip or split it."
                )
            }
            sent += part.readableBytes
            if sent <= limits.sentBytes { bytes.append(contentsOf: part.readableBytesView) } else { bytes = [] }
            guard sent / 4 <= limits.sentBytes else { throw tooLarge }
        }
        return false
    }

    private var tooLarge: NilometerError {
        NilometerError(
            .tooLarge,
            "The body is larger than \(limits.sentBytes) bytes; compress it with gzip or split it."
        )
    }
}
