import Foundation

/// A port of loopback that nobody listens on.
enum FreePort {
    /// Lets the system choose one.
    static func choose() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw MeasuringFailed(sentence: "No socket could be made; close other programs.") }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isBound else { throw MeasuringFailed(sentence: "No port of 127.0.0.1 is free; close other programs.") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
