/// Fetches what issuers publish of their keys.
public protocol IssuerDocuments: Sendable {
    /// What stands at an address, and for how many seconds it says that it holds.
    ///
    /// - Throws: an error whose description says why it could not be had.
    func document(at address: String) async throws -> (bytes: [UInt8], maxAge: Double?)
}
