import Foundation

/// An address under `/api/v1`: segments and query, percent-encoded when it is written.
public struct Route: Sendable, Equatable {
    /// The address as it is sent, without `/api/v1/`.
    public let text: String

    /// Joins segments, and the parts of the query that have a value.
    ///
    /// - Parameters:
    ///   - segments: names as people write them; a “/” in one is encoded.
    ///   - query: names with values; nil is left out.
    public init(_ segments: String..., query: KeyValuePairs<String, String?> = [:]) {
        let path = segments.map(Self.encoded).joined(separator: "/")
        let pairs = query.compactMap { name, value in value.map { "\(Self.encoded(name))=\(Self.encoded($0))" } }
        text = pairs.isEmpty ? path : path + "?" + pairs.joined(separator: "&")
    }

    /// An address that is encoded already; a leading “/”, “/api/v1/” or both are dropped.
    public init(encoded text: String) {
        var rest = text.drop { $0 == "/" }
        if rest.hasPrefix("api/v1/") { rest = rest.dropFirst("api/v1/".count) }
        self.text = String(rest)
    }

    /// The same address with one more part of the query.
    public func adding(_ name: String, _ value: String) -> Route {
        let pair = "\(Self.encoded(name))=\(Self.encoded(value))"
        return Route(encoded: text + (text.contains("?") ? "&" : "?") + pair)
    }

    private static func encoded(_ text: String) -> String {
        var letters = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                letters.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                letters += "%" + (hex.count == 1 ? "0" + hex : hex)
            }
        }
        return letters
    }
}
