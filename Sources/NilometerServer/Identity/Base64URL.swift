import Foundation

/// Base64 as RFC 7515 has it: the alphabet of URLs, no padding, nothing else.
enum Base64URL {
    /// The bytes of a text; nil when it has another letter, padding, or bits that stand for nothing.
    static func bytes(of text: String) -> [UInt8]? {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
            default: false
            }
        }
        guard isPlain, text.utf8.count % 4 != 1 else { return nil }
        var padded = text.replacing("-", with: "+").replacing("_", with: "/")
        padded += String(repeating: "=", count: (4 - padded.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: padded), self.text(of: Array(data)) == text else { return nil }
        return Array(data)
    }

    /// The text of bytes.
    static func text(of bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
