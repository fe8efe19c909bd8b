import NilometerFormats

/// The keys of one issuer.
struct IssuerKeys: Sendable {
    /// The most keys that are looked at.
    private static let most = 100

    private let keys: [IssuerKey]

    /// Reads a JSON Web Key Set; keys that cannot verify an algorithm that is taken are left out.
    ///
    /// - Throws: `IdentityRefusal` `keys` when it is no key set, holds a private key, or none that is of use.
    init(_ bytes: [UInt8]) async throws(IdentityRefusal) {
        let all: [[String: String]]
        do { all = try Self.fields(of: bytes) } catch {
            throw IdentityRefusal(.keys, "the key set is no acceptable JSON: \(error.phrase)")
        }
        guard !all.contains(where: { $0["d"] != nil || $0["kty"] == "oct" }) else {
            throw IdentityRefusal(.keys, "the key set holds a private key or a shared secret")
        }
        var found: [IssuerKey] = []
        for fields in all.prefix(Self.most) {
            if let key = await IssuerKey(fields) { found.append(key) }
        }
        guard !found.isEmpty else {
            throw IdentityRefusal(
                .keys,
                "the key set has no RSA key of 2048 bits or more and no P-256 key to verify with"
            )
        }
        keys = found
    }

    /// Whether one of the keys has this id.
    func has(_ id: String) -> Bool { keys.contains { $0.id == id } }

    /// Checks who signed a token.
    ///
    /// - Throws: `IdentityRefusal` `keys` for a token whose key is not known or not named among several, `algorithm` when
    ///   the key is of another type than the header says, `signature`.
    func check(_ token: IdentityToken) throws(IdentityRefusal) {
        let meant: [IssuerKey]
        if let id = token.keyID {
            let named = keys.filter { $0.id == id }
            meant = named.isEmpty && keys.count == 1 && keys[0].id == nil ? keys : named
            guard !meant.isEmpty else {
                throw IdentityRefusal(.keys, "the issuer has no key \(IdentityRefusal.shown(id))")
            }
        } else {
            guard keys.count == 1 else {
                throw IdentityRefusal(.keys, "it does not name which of the issuer's \(keys.count) keys signed it")
            }
            meant = keys
        }
        let fitting = meant.filter { $0.algorithm == token.algorithm }
        guard !fitting.isEmpty else {
            throw IdentityRefusal(.algorithm, "its header says \(token.algorithm), and its key is of another type")
        }
        guard fitting.contains(where: { $0.hasSigned(token) }) else {
            throw IdentityRefusal(.signature, "the issuer's key did not sign it")
        }
    }

    private static func fields(of bytes: [UInt8]) throws(JSONError) -> [[String: String]] {
        var all: [[String: String]] = []
        var reader = try JSONReader(strict: bytes)
        try reader.beginObject()
        while let name = try reader.nextKey() {
            guard name == "keys" else {
                try reader.skip()
                continue
            }
            try reader.beginArray()
            while try reader.nextElement() {
                var fields: [String: String] = [:]
                try reader.beginObject()
                while let name = try reader.nextKey() {
                    if try reader.kind() == .string { fields[name] = try reader.string() } else { try reader.skip() }
                }
                all.append(fields)
            }
        }
        try reader.end()
        return all
    }
}
