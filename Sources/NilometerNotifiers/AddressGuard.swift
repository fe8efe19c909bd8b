import Foundation

/// Decides to which addresses webhooks may be sent.
///
/// Only addresses that were resolved and parsed are judged, never spellings of them.
public struct AddressGuard: Sendable {
    private struct Network: Sendable {
        let bytes: [UInt8]
        let bits: Int

        func contains(_ address: [UInt8]) -> Bool {
            guard address.count == bytes.count else { return false }
            for bit in 0..<bits where (address[bit / 8] ^ bytes[bit / 8]) & (0x80 >> UInt8(bit % 8)) != 0 {
                return false
            }
            return true
        }
    }

    private static let refused: [Network] = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4",
    ].compactMap(network)

    private let allowed: [Network]

    /// Makes a guard that also lets the given networks pass; nil when one of them is not a network.
    ///
    /// - Parameter allowing: in CIDR notation, such as `127.0.0.0/8` or `fd00::/8`.
    public init?(allowing: [String]) {
        let networks = allowing.map(Self.network)
        guard networks.allSatisfy({ $0 != nil }) else { return nil }
        allowed = networks.compactMap { $0 }
    }

    /// Whether an address in network byte order lies in a network that the operator named.
    public func isNamed(_ address: [UInt8]) -> Bool {
        if allowed.contains(where: { $0.contains(address) }) { return true }
        guard address.count == 16, let inner = Self.embedded(address) else { return false }
        return isNamed(inner)
    }

    /// Whether an address in network byte order, of 4 or 16 bytes, may be sent to.
    public func permits(_ address: [UInt8]) -> Bool {
        if address.count == 4 {
            return allowed.contains { $0.contains(address) } || !Self.refused.contains { $0.contains(address) }
        }
        guard address.count == 16 else { return false }
        if allowed.contains(where: { $0.contains(address) }) { return true }
        if let inner = Self.embedded(address) { return permits(inner) }
        // Only global unicast, 2000::/3, without Teredo.
        return address[0] & 0xE0 == 0x20
            && !(address[0] == 0x20 && address[1] == 0x01 && address[2] == 0 && address[3] == 0)
    }

    private static func embedded(_ address: [UInt8]) -> [UInt8]? {
        let zeros = address.prefix(10).allSatisfy { $0 == 0 }
        let isMapped = zeros && address[10] == 0xFF && address[11] == 0xFF
        let isLoopback = zeros && address[10...14].allSatisfy { $0 == 0 } && address[15] == 1
        if isLoopback { return [127, 0, 0, 1] }
        let isCompatible = zeros && address[10] == 0 && address[11] == 0
        let isNAT64 = address.prefix(4).elementsEqual([0, 0x64, 0xFF, 0x9B]) && address[4..<12].allSatisfy { $0 == 0 }
        if isMapped || isCompatible || isNAT64 { return Array(address[12...]) }
        if address[0] == 0x20 && address[1] == 0x02 { return Array(address[2..<6]) }
        return nil
    }

    private static func network(_ text: String) -> Network? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let bits = Int(parts[1])
        else {
            return nil
        }
        let isV6 = parts[0].contains(":")
        var bytes = [UInt8](repeating: 0, count: isV6 ? 16 : 4)
        guard (0...(bytes.count * 8)).contains(bits) else { return nil }
        let isAddress = bytes.withUnsafeMutableBytes {
            inet_pton(isV6 ? AF_INET6 : AF_INET, "\(parts[0])", $0.baseAddress)
        }
        return isAddress == 1 ? Network(bytes: bytes, bits: bits) : nil
    }
}
