import CZlib
import HTTPTypes
import Hummingbird
import NIOCore
import NilometerCore

/// Writes a body as gzip while it is made.
struct GzipBodyWriter: ResponseBodyWriter {
    private var parent: any ResponseBodyWriter
    private let deflater: Deflater

    init(_ parent: any ResponseBodyWriter) throws(NilometerError) {
        self.parent = parent
        deflater = try Deflater()
    }

    @concurrent mutating func write(_ buffer: ByteBuffer) async throws {
        let packed = deflater.deflate(Array(buffer.readableBytesView), isLast: false)
        if packed.readableBytes > 0 { try await parent.write(packed) }
    }

    @concurrent consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
        try await parent.write(deflater.deflate([], isLast: true))
        try await parent.finish(trailingHeaders)
    }
}

/// Owns one zlib stream.
private final class Deflater {
    /// The quickest: an answer is made anew for each caller, and who is far away gains most from any compression.
    private static let level: Int32 = 1

    private let stream: UnsafeMutablePointer<z_stream>

    init() throws(NilometerError) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let size = Int32(MemoryLayout<z_stream>.size)
        let status = deflateInit2_(
            stream,
            Self.level,
            Z_DEFLATED,
            16 + MAX_WBITS,
            8,
            Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            size
        )
        guard status == Z_OK else {
            throw NilometerError(.internalFailure, "The server could not begin to compress the answer; try again.")
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// The packed bytes that are ready after these were added.
    func deflate(_ bytes: [UInt8], isLast: Bool) -> ByteBuffer {
        var input = bytes
        var output = ByteBuffer()
        let count = input.count
        input.withUnsafeMutableBufferPointer { source in
            stream.pointee.next_in = source.baseAddress
            stream.pointee.avail_in = UInt32(count)
            var isFull = true
            while isFull {
                output.writeWithUnsafeMutableBytes(minimumWritableBytes: 65_536) { target in
                    stream.pointee.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
                    stream.pointee.avail_out = UInt32(target.count)
                    CZlib.deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
                    isFull = stream.pointee.avail_out == 0
                    return target.count - Int(stream.pointee.avail_out)
                }
            }
        }
        return output
    }
}
