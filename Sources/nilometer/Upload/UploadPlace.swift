import Foundation
import NilometerCore

/// Finds out what is measured where: from the flags, the CI, the clone and the host.
enum UploadPlace {
    /// The envelope of this place, still without files; what it had to assume is told.
    static func envelope(_ facts: UploadOptions, in environment: [String: String]) async throws -> UploadEnvelope {
        let event = environment["GITHUB_EVENT_PATH"].flatMap { FileManager.default.contents(atPath: $0) }
        let job = CIJob.found(in: environment, event: event)
        let clone = GitRepository(folder: FileManager.default.currentDirectoryPath)
        let isPlaced = facts.line != nil || facts.parent != nil
        let commit = isPlaced ? nil : await clone.commit(facts.commit ?? job?.sha ?? "HEAD")
        let branch = facts.branch == nil && job?.branch == nil && facts.commit == nil ? await clone.branch() : nil
        if let commit, await clone.isShallow() {
            Output.tell(
                "The clone is shallow, so that only \(TextShort.count(commit.line.count, "older commit")) can be placed; "
                    + "fetch the history (git fetch --unshallow, or fetch-depth: 0 in a checkout action)."
            )
        }
        if commit != nil && facts.branch == nil && job?.branch == nil && branch == nil && facts.commit == nil {
            Output.tell("HEAD is on no branch; the project's default branch is assumed. Give --branch for another.")
        }
        return UploadEnvelope(
            options: facts,
            job: job,
            commit: commit,
            branch: branch,
            machine: ServerOptions.value(facts.machine, "NILOMETER_MACHINE", in: environment) ?? "default",
            fingerprint: Fingerprint.current()
        )
    }
}
