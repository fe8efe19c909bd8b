import Foundation
import NilometerFormats

/// A JSON Web Token in compact form, taken apart and not yet believed.
struct IdentityToken: Sendable {
    /// The longest token that is looked at, in bytes.
    static let longest = 16 * 1024
    /// Fields of a header by which a token names its own key: they are refused, never followed.
    private static let ownKeys: Set = ["jku", "x5u", "jwk", "x5c"]

    /// The algorithm that the header names; it must be the one of the key, which decides.
    let algorithm: String
    /// Which of the issuer's keys signed it; nil when it does not say.
    let keyID: String?
    /// The claims that are a text, a number or a truth value, as text.
    let claims: [String: String]
    /// The claims that are numbers.
    let numbers: [String: Double]
    /// Whom it is for.
    let audiences: [String]
    /// What is signed.
    let signed: [UInt8]
    /// The signature.
    let signature: [UInt8]

    /// The issuer that it names; empty when it names none.
    var issuer: String { claims["iss"] ?? "" }

    /// Takes a token apart.
    ///
    /// - Throws: `IdentityRefusal` `size`, `form`, `header` or `algorithm`.
    init(_ text: String) throws(IdentityRefusal) {
        guard text.utf8.count <= Self.longest else {
            throw IdentityRefusal(.size, "it has \(text.utf8.count) bytes")
        }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3 else { throw IdentityRefusal(.form, "it has \(parts.count) parts instead of 3") }
        let header = try Self.fields(of: parts[0], "header")
        guard Self.ownKeys.isDisjoint(with: header.names) else {
            throw IdentityRefusal(.header, "its header names a key of its own")
        }
        guard !header.names.contains("crit") else {
            throw IdentityRefusal(.header, "its header asks for extensions")
        }
        if let type = header.strings["typ"], type.lowercased() != "jwt" {
            throw IdentityRefusal(.header, "its type is \(IdentityRefusal.shown(type))")
        }
        algorithm = header.strings["alg"] ?? ""
        guard IssuerKey.algorithms.contains(algorithm) else {
            throw IdentityRefusal(.algorithm, "its algorithm is \(IdentityRefusal.shown(algorithm))")
        }
        guard header.strings["kid"] != nil || !header.names.contains("kid") else {
            throw IdentityRefusal(.header, "its kid is no text")
        }
        keyID = header.strings["kid"]
        let body = try Self.fields(of: parts[1], "payload")
        claims = body.texts
        numbers = body.numbers
        audiences = body.audiences
        signed = Array("\(parts[0]).\(parts[1])".utf8)
        guard let bytes = Base64URL.bytes(of: parts[2]), !bytes.isEmpty else {
            throw IdentityRefusal(.form, "its signature is empty or no base64url")
        }
        signature = bytes
    }

    /// What an object of a token holds.
    private struct Fields {
        var names: Set<String> = []
        /// The texts alone.
        var strings: [String: String] = [:]
        /// Texts, numbers and truth values.
        var texts: [String: String] = [:]
        var numbers: [String: Double] = [:]
        var audiences: [String] = []
    }

    private static func fields(of part: String, _ place: String) throws(IdentityRefusal) -> Fields {
        guard let bytes = Base64URL.bytes(of: part) else {
            throw IdentityRefusal(.form, "its \(place) is no base64url")
        }
        do {
            return try fields(of: bytes)
        } catch {
            throw IdentityRefusal(.form, "its \(place) is no acceptable JSON: \(error.phrase)")
        }
    }

    private static func fields(of bytes: [UInt8]) throws(JSONError) -> Fields {
        var fields = Fields()
        // Strict: an object that names a claim twice is refused, because readers disagree on which one counts.
        var reader = try JSONReader(strict: bytes)
        try reader.beginObject()
        while let name = try reader.nextKey() {
            fields.names.insert(name)
            switch try reader.kind() {
            case .string:
                let text = try reader.string()
                fields.strings[name] = text
                fields.texts[name] = text
                if name == "aud" { fields.audiences = [text] }
            case .number:
                let number = try reader.number()
                fields.texts[name] = reader.text(of: number)
                fields.numbers[name] = number.double
            case .boolean: fields.texts[name] = try reader.boolean() ? "true" : "false"
            case .array where name == "aud": fields.audiences = try texts(&reader)
            case .array, .object, .null: try reader.skip()
            }
        }
        try reader.end()
        return fields
    }

    private static func texts(_ reader: inout JSONReader) throws(JSONError) -> [String] {
        var texts: [String] = []
        try reader.beginArray()
        while try reader.nextElement() { texts.append(try reader.string()) }
        return texts
    }
}
