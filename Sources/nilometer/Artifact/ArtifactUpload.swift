import Foundation
import NilometerAPI
import NilometerCore

/// Makes envelopes of an artefact that a workflow without secrets left behind: what was measured comes from it, of which
/// commit and branch only from GitHub.
struct ArtifactUpload {
    let folder: String
    let facts: UploadOptions
    let session: Session

    /// An envelope for each run in the artefact.
    ///
    /// - Throws: `CommandError` when the artefact or the event is not as it should be.
    func envelopes() async throws -> [RunEnvelope] {
        let environment = session.environment
        let eventPath = environment["GITHUB_EVENT_PATH"]
        let files = try ArtifactFolder(
            folder,
            outside: [FileManager.default.currentDirectoryPath] + [eventPath].compactMap(\.self)
        ).files()
        var event = try WorkflowRunEvent.found(
            in: environment,
            file: eventPath.flatMap { FileManager.default.contents(atPath: $0) }
        )
        let results = try ArtifactResults(files)
        if !results.leftOut.isEmpty {
            Output.tell(
                "No benchmark output, and left out: \(results.leftOut.prefix(5).joined(separator: ", "))"
                    + (results.leftOut.count > 5 ? " and \(results.leftOut.count - 5) more." : ".")
            )
        }
        // GitHub does not say of which change request a fork's run is.
        if event.isFork, event.origin.changeRequest == nil, let claimed = results.facts?.changeRequest {
            event.origin.changeRequest = await ArtifactChangeRequest(claimed: claimed, sha: event.sha)
                .checked(in: environment)
        }
        var options = facts
        options.place.commit = event.sha
        options.place.branch = event.branch
        if event.isFork || event.branch != event.defaultBranch {
            options.place.baseBranch = facts.place.baseBranch ?? event.defaultBranch
        }
        let place = await UploadPlace.envelope(options, in: session)
        var envelopes: [RunEnvelope] = []
        for run in results.runs { envelopes.append(try envelope(of: run, results, event, at: place)) }
        if !results.evidence.isEmpty, !envelopes.isEmpty {
            envelopes[0].evidence = UploadFiles.evidence(results.evidence)
        }
        return envelopes
    }

    private func envelope(
        of files: [UploadFiles.File],
        _ results: ArtifactResults,
        _ event: WorkflowRunEvent,
        at place: UploadEnvelope
    ) throws -> RunEnvelope {
        var envelope = try place.envelope(of: files)
        var origin = event.origin
        origin.job = facts.place.job ?? origin.job
        origin.attempt = facts.place.attempt ?? origin.attempt
        origin.part = envelope.origin?.part
        envelope.origin = origin
        // This host measured nothing: what it is and which tools it has is beside the point.
        var machine = RunEnvelope.MachinePart(name: envelope.machine?.name ?? "default")
        if let known = results.facts?.fingerprint, !known.isEmpty {
            machine.fingerprint = known.mapValues { ScalarText($0) }
        }
        envelope.machine = machine
        var context = results.facts?.context ?? [:]
        for pair in facts.place.context.compactMap(PlaceOptions.pair) { context[pair.key] = pair.value }
        envelope.context = context.isEmpty ? nil : context
        envelope.rules = nil
        return envelope
    }
}
