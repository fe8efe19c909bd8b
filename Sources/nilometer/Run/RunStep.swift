import Foundation
import NilometerAPI
import NilometerCore

/// Measures, keeps, sends and gates: all that one signal may end.
struct RunStep: Sendable {
    let session: Session
    /// The project's slug; nil where nothing is sent.
    let project: String?
    /// The envelope of this place, still without results.
    let place: UploadEnvelope
    let measuring: RunMeasuring
    let gathering: RunEvidence
    /// Where results are saved besides; nil for nowhere.
    let folder: RunFolder?
    /// The id of the results' format.
    let format: String?
    /// Whether what a command gave before it failed is sent.
    let isPartTaken: Bool
    let sending: SendingOptions
    /// How the gate asks and tells; nil for none.
    let gate: GateOptions?
    /// The clause that says where results are saved, or nothing.
    let kept: String

    /// Does all of it.
    ///
    /// - Throws: `CommandError` when the command fails or nothing of it can be read; `ExitCode` of the gate.
    func perform() async throws {
        let done = try await measuring.measure()
        let evidence = done.last?.failure == nil ? try await gathering.files() : []
        try folder?.save(evidence: evidence)
        try folder?.save(ArtifactFacts(of: place.place))
        let failure = done.last?.failure
        if let failure, !isPartTaken { try await refuse("\(failure), so that nothing is uploaded\(kept).") }
        var envelopes: [RunEnvelope] = []
        for repetition in done {
            let reports = try RunResults.recognised(repetition.files, format: format)
            var envelope = try place.envelope(of: reports)
            envelope.startedAt = Timestamp.text(repetition.begun)
            envelope.finishedAt = Timestamp.text(repetition.ended)
            envelope.rules = session.configuration.rulesText
            if envelopes.isEmpty, !evidence.isEmpty { envelope.evidence = UploadFiles.evidence(evidence) }
            envelopes.append(envelope)
        }
        guard let project else {
            return Output.tell("\(TextShort.count(done.count, "repetition")) measured, and nothing sent\(kept).")
        }
        // A part of the results is no ground for a verdict.
        try await send(envelopes, of: project, gating: failure == nil)
        if let failure { try await refuse("\(failure); what it gave before that is uploaded\(kept).") }
    }

    /// Tells that there is no verdict wherever the gate tells, and ends.
    private func refuse(_ sentence: String) async throws {
        if let gate, let project {
            let step = GateStep(options: gate, of: try? place.envelope(of: []), project: project, in: session)
            _ = try await step.status(withoutVerdict: sentence)
        }
        throw CommandError.failed(sentence)
    }

    private func send(_ envelopes: [RunEnvelope], of project: String, gating isGated: Bool) async throws {
        let sender = UploadSender(
            session: session,
            project: project,
            spool: sending.spool(in: session.environment),
            patience: sending.patience,
            wait: sending.wait,
            keepsUnwelcome: true
        )
        let step = (isGated ? gate : nil).map {
            GateStep(options: $0, of: envelopes.first, project: project, in: session)
        }
        try await UploadStep(session: session, sender: sender, gate: step).perform(envelopes, now: Date())
    }
}
