import NilometerClient

/// The change request that an artefact names: believed only where the forge says that its newest commit is the measured one.
struct ArtifactChangeRequest {
    /// The number in the artefact.
    let claimed: Int
    /// The commit that was measured, as the event says.
    let sha: String

    /// The number when it is true; nil otherwise, which is told.
    func checked(in environment: [String: String]) async -> Int? {
        do {
            var head: String?
            try await ForgePlace.found(in: environment).withForge(notice: { Output.tell($0) }) { forge in
                head = try await forge.head(of: claimed)
            }
            if head == sha { return claimed }
            Output.tell(
                "The artefact names the change request \(claimed), whose newest commit is another; the number is left out."
            )
        } catch {
            let reason = (error as? ClientError)?.detail ?? (error as? CommandError)?.sentence ?? "\(type(of: error))."
            Output.tell(
                "The change request \(claimed) of the artefact is left out, as it could not be checked: \(reason)"
            )
        }
        return nil
    }
}
