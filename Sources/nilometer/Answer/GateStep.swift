import ArgumentParser
import Foundation
import NilometerAPI
import NilometerClient
import NilometerCore

/// Asks a server for a verdict, tells it wherever that was asked for, and gives the exit status.
///
/// A place that cannot be told is told of on standard error, and changes a verdict never; a file that was asked for and
/// cannot be written turns a pass into a failure.
struct GateStep {
    let options: GateOptions
    let session: Session
    /// The project's slug.
    let project: String
    /// The part of a matrix that this job is.
    var part: String?
    /// The machine's name.
    var machine: String?
    /// What the CI says of this job.
    var job: CIJob?
    /// The number of the change request, where the CI does not know it.
    var changeRequest: Int?
    /// How long the server is waited for while it is busy or out of reach.
    var patience = Patience(retry: .seconds(30), isTold: true)

    /// Asks, tells, and gives the exit status: 0 pass, 1 regressed, 2 no verdict, 3 nothing compared.
    ///
    /// - Throws: `CommandError` when standard output or a file cannot be written.
    func status(of subject: GateSubject) async throws -> Int32 {
        let report: GateReport
        do {
            report = try await self.report(on: subject)
        } catch let error as ClientError {
            report = GateReport(unknown: Session.sentence(error, hasToken: session.hasToken), in: project, part: part)
        }
        return try await tell(report)
    }

    /// Tells that there is no verdict, as of an upload that failed, and gives the exit status.
    ///
    /// - Parameter reason: one clause, such as “the server could not be reached”.
    /// - Returns: 2, or 0 where the gate is advisory.
    /// - Throws: as `status(of:)`.
    func status(withoutVerdict reason: String) async throws -> Int32 {
        try await tell(GateReport(unknown: reason, in: project, part: part))
    }

    /// The answer of the server.
    ///
    /// - Throws: `ClientError`.
    func report(on subject: GateSubject) async throws -> GateReport {
        let route =
            switch subject {
            case .run(let id): Route("projects", project, "runs", id, "verdict")
            case .revisions(let base, let head):
                Route("projects", project, "compare", query: ["base": base, "head": head])
            }
        let view: ComparisonView = try await session.client.get(route, patience: patience).value()
        let source = GatePolicySource(session: session, project: project, job: job)
        let (declared, notice) = try await source.policy(for: view)
        let decision = options.policy(declared: declared).decision(on: view)
        var report = GateReport(
            view,
            decision: decision,
            project: project,
            links: GateLinks(server: session.client.server, project: project)
        )
        report.part = part
        report.isAdvisory = decision.policy.isAdvisory
        if let notice { report.notices.append(notice) }
        return report
    }

    /// Prints an answer, writes the files that were asked for, tells the places, and gives the exit status.
    ///
    /// - Throws: as `status(of:)`.
    func tell(_ answer: GateReport) async throws -> Int32 {
        var report = answer
        report.isAdvisory = report.isAdvisory || options.advisory
        try session.show(report) { GateTable(report: $0).text(on: session.output) }
        if options.annotations { try annotate(report) }
        let isWritten = write(report)
        await tellForge(report)
        return report.status == 0 && !isWritten && !report.isAdvisory ? 2 : report.status
    }

    private func annotate(_ report: GateReport) throws {
        let lines = GateAnnotations(report: report).lines.map { $0 + "\n" }.joined()
        // Programs read nothing but JSON on standard output; the CI reads marks on both.
        if session.isJSON {
            FileHandle.standardError.write(Data(lines.utf8))
        } else {
            try session.output.write(lines)
        }
    }

    /// Comments and sets the status where that was asked for.
    private func tellForge(_ report: GateReport) async {
        guard options.comment || options.status else { return }
        do {
            await GateForge(
                place: try ForgePlace.found(in: session.environment),
                project: project,
                part: part ?? machine,
                commit: report.head?.commit ?? job?.sha,
                changeRequest: changeRequest ?? job?.origin.changeRequest
            ).tell(report, options: options)
        } catch {
            Output.tell(error.sentence)
        }
    }

    /// Writes the files; whether all that were asked for could be written.
    private func write(_ report: GateReport) -> Bool {
        var isWritten = true
        if let path = options.junit { isWritten = Self.write(GateJUnit(report: report).text, to: path) }
        if let path = options.markdown {
            isWritten = Self.write(GateMarkdown(report: report).text, to: path) && isWritten
        }
        if options.summary == .auto, let path = session.environment["GITHUB_STEP_SUMMARY"], !path.isEmpty {
            GateSummary(path: path).append(report)
        }
        return isWritten
    }

    private static func write(_ text: String, to path: String) -> Bool {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            return true
        } catch {
            Output.tell("“\(path)” could not be written; check that its folder exists and that you may write there.")
            return false
        }
    }
}
