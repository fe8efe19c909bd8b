import CZlib

/// Inflates gzip within a bound, counting while it inflates.
public enum Inflate {
    /// The inflated bytes.
    ///
    /// - Throws: `NilometerError` `tooLarge` past `limit`, `unreadable` for damaged or truncated gzip.
    public static func gzip(_ bytes: [UInt8], limit: Int) throws(NilometerError) -> [UInt8] {
        guard let output = try gzip(bytes, upTo: limit) else {
            throw NilometerError(.tooLarge, "The body inflates to more than \(limit) bytes; split the upload.")
        }
        return output
    }

    /// The inflated bytes; nil when there are more than `limit`.
    ///
    /// - Throws: `NilometerError` `unreadable` for damaged or truncated gzip.
    public static func gzip(_ bytes: [UInt8], upTo limit: Int) throws(NilometerError) -> [UInt8]? {
        var stream = z_stream()
        guard inflateInit2_(&stream, 16 + MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw NilometerError(.internalFailure, "The server could not begin to inflate the body; try again.")
        }
        defer { inflateEnd(&stream) }
        var input = bytes
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var status = Z_OK
        let count = input.count
        var isTooLarge = false
        input.withUnsafeMutableBufferPointer { source in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(count)
            while status == Z_OK && !isTooLarge {
                buffer.withUnsafeMutableBufferPointer { target in
                    stream.next_out = target.baseAddress
                    stream.avail_out = UInt32(target.count)
                    status = inflate(&stream, Z_NO_FLUSH)
                    output.append(contentsOf: target.prefix(target.count - Int(stream.avail_out)))
                }
                isTooLarge = output.count > limit
            }
        }
        if isTooLarge { return nil }
        guard status == Z_STREAM_END else {
            throw NilometerError(.unreadable, "The body is not whole gzip; send it again or without Content-Encoding.")
        }
        return output
    }
}
