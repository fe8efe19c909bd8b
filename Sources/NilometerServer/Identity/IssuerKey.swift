import JWTKit
import NilometerFormats

/// One public key of an issuer; its type decides the algorithm.
struct IssuerKey: Sendable {
    /// The algorithms that are taken, each of one type of key.
    static let algorithms: Set = ["RS256", "ES256"]
    /// The most bytes of an RSA modulus: 8192 bits.
    private static let longestModulus = 1024

    /// Its name in the set; nil when it has none.
    let id: String?
    /// The one algorithm that it verifies.
    let algorithm: String
    private let verifier: any JWTAlgorithm

    /// A key of a set's fields; nil when it is of a type, or for a use, that is not taken.
    init?(_ fields: [String: String]) async {
        guard fields["use"] ?? "sig" == "sig" else { return nil }
        let keys = JWTKeyCollection()
        do {
            switch fields["kty"] {
            case "RSA":
                guard let modulus = fields["n"], let exponent = fields["e"],
                    let size = Base64URL.bytes(of: modulus)?.count, size <= Self.longestModulus
                else { return nil }
                algorithm = "RS256"
                let key = try Insecure.RSA.PublicKey(modulus: modulus, exponent: exponent)
                await keys.add(rsa: key, digestAlgorithm: .sha256)
            case "EC":
                guard fields["crv"] == "P-256", let x = fields["x"], let y = fields["y"],
                    Base64URL.bytes(of: x)?.count == 32, Base64URL.bytes(of: y)?.count == 32
                else { return nil }
                algorithm = "ES256"
                await keys.add(ecdsa: try ES256PublicKey(parameters: (x: x, y: y)))
            default: return nil
            }
            verifier = try await keys.getKey()
        } catch {
            // A number that makes no key: like a type that is not known, it is none of those that can verify.
            return nil
        }
        guard fields["alg"] ?? algorithm == algorithm else { return nil }
        id = fields["kid"]
    }

    /// Whether a token was signed with the key's private half.
    func hasSigned(_ token: IdentityToken) -> Bool {
        guard token.algorithm == algorithm else { return false }
        // A signature that is not even one of the algorithm's form throws; it is as wrong as any other.
        return (try? verifier.verify(token.signature, signs: token.signed)) ?? false
    }
}
