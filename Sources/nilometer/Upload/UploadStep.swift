import ArgumentParser
import Foundation
import NilometerAPI
import NilometerClient

/// Sends envelopes, tells what became of them, and asks the gate where that is wanted.
struct UploadStep: Sendable {
    let session: Session
    let sender: UploadSender
    /// The gate; nil where none is asked for.
    let gate: GateStep?

    /// Sends, prints, and asks; an upload that failed is told by the gate too, and is never a pass.
    ///
    /// - Throws: `ExitCode` where the status is not 0; without a gate what the sending throws.
    func perform(_ envelopes: [RunEnvelope], now: Date) async throws {
        let answers: [Answer]
        let runs: [UploadedRun]
        do {
            answers = try await sender.send(envelopes, now: now)
            runs = try answers.map { try $0.value(UploadedRun.self) }
        } catch let error as ClientError {
            return try await end(Session.sentence(error, hasToken: session.hasToken), error)
        } catch let error as CommandError where error.status == ExitCode(2) {
            return try await end(error.sentence, error)
        }
        // With a gate, JSON is the gate's answer alone, so that it stays one object.
        if gate == nil || !session.isJSON {
            for answer in answers {
                try session.show(answer, as: UploadedRun.self) { uploaded in
                    UploadText(uploaded: uploaded, isRepeated: answer.status == 200, hasWaited: sender.wait != nil)
                        .text(on: session.output)
                }
            }
        }
        guard let gate, let last = runs.last else { return }
        let status = try await gate.status(of: .run(last.run.id))
        if status != 0 { throw ExitCode(status) }
    }

    private func end(_ sentence: String, _ error: any Error) async throws {
        guard let gate else { throw error }
        let status = try await gate.status(withoutVerdict: sentence)
        if status != 0 { throw ExitCode(status) }
    }
}
