import NilometerAPI
import NilometerClient
import NilometerCore
import NilometerFormats

/// Finds the policy that a gate obeys: that of the default branch, as the server keeps it, so that a change cannot let
/// itself pass.
///
/// Where the server keeps none, the repository's own file is obeyed, but not by the job of a change request.
struct GatePolicySource {
    let session: Session
    /// The project's slug.
    let project: String
    /// What the CI says of this job.
    let job: CIJob?

    /// The part of the server's rules that is read.
    private struct Stored: Decodable {
        /// The text of `nilometer.toml` on the default branch.
        var text: String?
    }

    /// The policy, and a sentence where the file here asks for another one.
    ///
    /// - Throws: `ClientError` when the server cannot be asked.
    func policy(for view: ComparisonView) async throws -> (policy: GatePolicy, notice: String?) {
        let own = session.configuration.file?.declaration.rules.gate
        let stored = if let gate = view.gate { gate } else { try await stored() }
        return Self.chosen(stored: stored, own: own, isChange: job?.kind == .changeRequest || job?.isFork == true)
    }

    /// Chooses between the default branch's policy and that of the file here.
    static func chosen(stored: GatePolicy?, own: GatePolicy?, isChange: Bool) -> (policy: GatePolicy, notice: String?) {
        guard stored != nil || isChange else { return (own ?? GatePolicy(), nil) }
        let policy = stored ?? GatePolicy()
        guard isChange, let own, own != policy else { return (policy, nil) }
        return (
            policy,
            "The [gate] of this change's nilometer.toml differs from that of the default branch, and holds once it is there."
        )
    }

    private func stored() async throws -> GatePolicy? {
        let answer: Answer
        do {
            answer = try await session.client.get(Route("projects", project, "rules"))
        } catch let error as ClientError where error.status == 404 || error.status == 405 {
            return nil
        }
        guard let text = try answer.value(Stored.self).text else { return nil }
        return try? Declaration(text: text).rules.gate
    }
}
