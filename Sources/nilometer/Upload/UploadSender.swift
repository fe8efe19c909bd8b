import Foundation
import NilometerAPI
import NilometerClient

/// Sends envelopes, one run each, and keeps in the spool what the server could not take now.
struct UploadSender: Sendable {
    /// The most bytes of a body that the server takes.
    static let mostBytes = 64 * 1_048_576

    let session: Session
    let project: String
    /// Where uploads are kept, asked for only when one is.
    let spool: @Sendable () throws(CommandError) -> Spool
    let patience: Patience
    /// How long the server is asked to wait with its answer for the sweep.
    var wait: Wait?
    /// Whether uploads are kept also when the token or the project is refused, or a signal comes: their results cannot be had again.
    var keepsUnwelcome = false

    /// Sends envelopes in their order; the answers, in the same order.
    ///
    /// - Throws: `CommandError` when some could not be sent and were put into the spool, or could not be kept either;
    ///   `ClientError` when the server refused one.
    func send(_ envelopes: [RunEnvelope], now: Date) async throws -> [Answer] {
        let uploads = try envelopes.enumerated().map { try upload($1, repetition: $0 + 1) }
        var answers: [Answer] = []
        for (index, upload) in uploads.enumerated() {
            do {
                // The sweep is waited for once, after the last.
                answers.append(try await send(upload, wait: index == uploads.count - 1 ? wait : nil))
            } catch let error as ClientError where isKept(error) {
                let reason = error.status == 401 ? Session.sentence(error, hasToken: session.hasToken) : error.detail
                throw CommandError.failed("\(reason) \(try keep(Array(uploads[index...]), because: reason, now: now))")
            } catch is CancellationError where keepsUnwelcome {
                let reason = "It was interrupted while it was sent."
                Output.tell("\(reason) \(try keep(Array(uploads[index...]), because: reason, now: now))")
                throw CancellationError()
            }
        }
        return answers
    }

    /// What would be sent: the body and its key.
    ///
    /// Two repetitions with equal output are two runs, so the key tells them apart; the first has the key that any
    /// upload of the same content has.
    ///
    /// - Throws: `CommandError` when it is more than the server takes.
    func upload(_ envelope: RunEnvelope, repetition: Int = 1) throws -> SpooledUpload {
        let body = try JSONCoding.encoder.encode(envelope)
        guard body.count <= Self.mostBytes else {
            throw CommandError.failed(
                "The upload has \(body.count / 1_048_576) MiB and the server takes \(Self.mostBytes / 1_048_576);"
                    + " upload it in parts with --part, or with less evidence."
            )
        }
        let digest = SpooledUpload.digest(of: body)
        return SpooledUpload(
            server: session.client.server,
            project: project,
            key: "nilometer-" + digest + (repetition == 1 ? "" : "-\(repetition)"),
            commit: envelope.commit.sha,
            body: body
        )
    }

    private func send(_ upload: SpooledUpload, wait: Wait?) async throws -> Answer {
        let answer = try await session.client.post(
            Route("projects", upload.project, "runs", query: ["wait": wait.map { "\($0.seconds)s" }]),
            json: upload.body,
            key: upload.key,
            patience: patience
        )
        // What answers with success and without a run is no Nilometer, and the upload is not there.
        _ = try answer.value(UploadedRun.self)
        return answer
    }

    /// The statuses that say that the upload itself is bad, so that it would be refused again.
    private static let finalStatuses: Set = [400, 409, 413, 415, 422]

    private func isKept(_ error: ClientError) -> Bool {
        guard !error.isPassing else { return true }
        return keepsUnwelcome && !(error.status.map { Self.finalStatuses.contains($0) } ?? false)
    }

    /// Puts uploads into the spool, and gives the sentence that says where they wait.
    private func keep(_ uploads: [SpooledUpload], because reason: String, now: Date) throws(CommandError) -> String {
        let folder: String
        do {
            let spool = try spool()
            for upload in uploads { try spool.add(upload, now: now) }
            folder = spool.folder
        } catch {
            throw .failed("\(reason) It could not be kept for later either: \(error.sentence)")
        }
        let what = uploads.count == 1 ? "The upload waits" : "\(uploads.count) uploads wait"
        return "\(what) in \(folder); “nilometer upload --spool” delivers what is there, once."
    }
}
