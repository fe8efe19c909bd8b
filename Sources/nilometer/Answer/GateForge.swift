import Foundation
import NilometerClient
import NilometerCore

/// Tells an answer where the change is discussed: one comment, and the status of the commit.
///
/// A forge that cannot be told is told of, and changes the verdict never.
struct GateForge {
    let place: ForgePlace
    /// The project's slug.
    let project: String
    /// What tells this answer from those of other jobs on the same change request: a matrix part or a machine.
    var part: String?
    /// The commit that was measured.
    var commit: String?
    /// The number of the change request.
    var changeRequest: Int?
    /// Told what could not be done, a sentence each.
    var notice: @Sendable (String) -> Void = { Output.tell($0) }

    /// Comments, sets the status, or both.
    func tell(_ report: GateReport, options: GateOptions) async {
        do {
            try await place.withForge(notice: notice) { forge in
                // One that fails does not keep the other from being told.
                if options.comment { await attempt("comment") { try await comment(report, options, forge) } }
                if options.status { await attempt("status") { try await status(report, forge) } }
            }
        } catch {
            notice(sentence(error, of: "answer"))
        }
    }

    private func attempt(_ what: String, _ body: () async throws -> Void) async {
        do { try await body() } catch { notice(sentence(error, of: what)) }
    }

    private func comment(_ report: GateReport, _ options: GateOptions, _ forge: some Forge) async throws {
        guard let changeRequest else {
            // A push to a branch has no place for a comment.
            return
        }
        let note = StickyNote(project: project, part: part, head: commit)
        let outcome = try await note.keep(
            GateMarkdown(report: report).text,
            isNews: report.isNews || options.alwaysComment,
            on: changeRequest,
            of: forge
        )
        if outcome == .late { notice("The comment tells of a later commit already, and was left as it is.") }
    }

    private func status(_ report: GateReport, _ forge: some Forge) async throws {
        guard let commit else {
            notice("No commit is known whose status could be set; give --head, or run it inside the clone.")
            return
        }
        let status = ForgeStatus(
            name: ["nilometer/\(project)", part].compactMap(\.self).joined(separator: "/"),
            state: Self.state(of: report),
            description: GateHeadline(report: report).text,
            link: report.link,
            summary: GateMarkdown(report: report).text
        )
        if let sentence = try await forge.set(status, on: commit) { notice(sentence) }
    }

    /// What is said of the commit: success only for what was compared, and never more than neutral by an advisory gate
    /// that found a reason to fail.
    static func state(of report: GateReport) -> ForgeStatus.State {
        if report.isAdvisory && report.conclusion != .passed { return .neutral }
        switch report.conclusion {
        case .passed: return .success
        case .failed: return .failure
        case .unknown: return .error
        case .inconclusive, .firstRun, .nothingCompared: return .neutral
        }
    }

    private func sentence(_ error: any Error, of what: String) -> String {
        let reason = (error as? ClientError)?.detail ?? "It broke off (\(type(of: error)))."
        return "The \(what) could not be written to \(place.name): \(reason) The exit status does not change by it."
    }
}
