import NilometerCore

/// Why an identity token was not taken: for the log alone, never for the caller.
struct IdentityRefusal: Error, CustomStringConvertible, Equatable {
    /// What did not hold, in a closed list that operators can search for.
    enum Reason: String, Sendable {
        case form, size, header, algorithm, issuer, keys, signature, time, audience, claims, branch, replay, project
    }

    /// What did not hold.
    let reason: Reason
    /// One phrase that says it in full; texts from the token are cut short in it.
    let detail: String

    init(_ reason: Reason, _ detail: String) {
        self.reason = reason
        self.detail = detail
    }

    var description: String { "identity \(reason.rawValue): \(detail)" }

    /// What every caller is told, whatever the reason: a forger learns nothing from it.
    func told() -> NilometerError {
        NilometerError(
            .unauthenticated,
            "The identity token was not accepted; the server's log has the reason under this request's id.",
            cause: self
        )
    }

    /// A text of a token as it may stand in a log: short, and without control characters.
    static func shown(_ text: String) -> String {
        let plain = text.unicodeScalars.prefix(100).map { scalar in
            scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
                || scalar.properties.generalCategory == .lineSeparator
                || scalar.properties.generalCategory == .paragraphSeparator ? "?" : String(scalar)
        }
        return "“\(plain.joined())”"
    }
}
