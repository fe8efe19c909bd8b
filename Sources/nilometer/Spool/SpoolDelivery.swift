import Foundation
import NilometerClient
import NilometerCore

/// Sends what waits in a spool, oldest first.
///
/// A file is removed only after the server has the run, and each is sent under the key of its first attempt: killed at any
/// instruction, an upload still becomes one run.
struct SpoolDelivery {
    /// How long half-written files are left to those who may still write them.
    private static let patienceWithUnfinished: TimeInterval = 86_400

    let spool: Spool
    let client: NilometerClient
    let patience: Patience

    /// Delivers all that waits for this server; what waits for another stays.
    ///
    /// - Throws: `CommandError` when the spool cannot be read or locked.
    func deliver(now: Date) async throws -> SpoolReport {
        guard FileManager.default.fileExists(atPath: spool.folder) else { return SpoolReport() }
        let lock = try await lock()
        let report = try await deliverAll(now: now)
        _ = consume lock
        return report
    }

    private func deliverAll(now: Date) async throws -> SpoolReport {
        spool.sweepUnfinished(olderThan: now.addingTimeInterval(-Self.patienceWithUnfinished))
        var report = SpoolReport()
        var elsewhere: Set<String> = []
        let paths = try spool.waiting()
        for (index, path) in paths.enumerated() {
            let upload: SpooledUpload
            do {
                upload = try read(path)
            } catch {
                try refuse(path, because: "The file cannot be read back: \(error.reason).", &report)
                continue
            }
            // The token of one server is no other's business, and a spool may have come from a cache.
            guard upload.server == client.server else {
                report.waiting += 1
                elsewhere.insert(upload.server)
                continue
            }
            do {
                let answer = try await send(upload)
                // What answers with success and without a run is no Nilometer, and the upload is not there.
                let run = try answer.value(Stored.self)
                spool.remove(path)
                report.delivered.append(
                    .init(run: run.id, commit: upload.commit, isRepeated: answer.status == 200)
                )
            } catch let error as ClientError where Self.isFinal(error) {
                try refuse(path, because: error.detail, &report)
            } catch let error as ClientError {
                report.reasons.append(error.detail)
                report.waiting += 1
                // A project may be missing, or a job may not vouch for another job's upload, while others are taken; all
                // else fails for the next as well.
                guard error.status == 404 || error.status == 403 else {
                    report.waiting += paths.count - index - 1
                    break
                }
            }
        }
        for server in elsewhere.sorted() {
            report.reasons.append(
                "Uploads for \(server) wait on; deliver them with “nilometer upload --spool --server \(server)”."
            )
        }
        return report
    }

    /// The part of an answer that says that a run was stored.
    private struct Stored: Decodable { var id: String }

    private func lock() async throws -> SpoolLock {
        do {
            return try await SpoolLock.held(on: spool.folder) {
                Output.tell("Another nilometer delivers from this spool; it is waited for.")
            }
        } catch let failure as DurableFile.Failure {
            throw CommandError.failed(
                "The spool \(spool.folder) could not be locked (\(failure.reason)); check that you may write there."
            )
        }
    }

    private func read(_ path: String) throws(FormatError) -> SpooledUpload {
        guard let file = FileManager.default.contents(atPath: path) else {
            throw FormatError(reason: "it is no file that you may read")
        }
        return try SpooledUpload(file: file)
    }

    private func send(_ upload: SpooledUpload) async throws -> Answer {
        try await client.post(
            Route("projects", upload.project, "runs"),
            json: upload.body,
            key: upload.key,
            patience: patience
        )
    }

    private func refuse(_ path: String, because reason: String, _ report: inout SpoolReport) throws(CommandError) {
        try spool.refuse(path, because: reason)
        let name = URL(fileURLWithPath: path).lastPathComponent
        report.refused.append(.init(file: "\(spool.refusedFolder)/\(name)", reason: reason))
    }

    /// Whether the server will never take this upload.
    ///
    /// A token or a project that is missing says nothing about it.
    private static func isFinal(_ error: ClientError) -> Bool {
        guard let status = error.status, (400...499).contains(status), !error.isPassing else { return false }
        return ![401, 403, 404, 407].contains(status)
    }
}
