import ArgumentParser
import Foundation
import NilometerAPI
import NilometerClient
import NilometerCore

/// Says whether a change may pass, and tells it where people look.
struct GateCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate",
        abstract: "Says whether a run or a comparison may pass, and tells it where people look.",
        discussion: """
            Without --run or --base, the newest run of this commit on this machine is asked about. In GitHub Actions the \
            answer is written to the job's summary. --comment and --status need GITHUB_TOKEN (or NILOMETER_GITHUB_TOKEN), \
            on GitLab NILOMETER_GITLAB_TOKEN.

            Exit status: 0 nothing failed, or this is the first run on its machine · 1 regressed · 2 no verdict could be \
            had · 3 nothing was compared although there are earlier runs, or --require-conclusive and a row is \
            inconclusive. With --advisory it is always 0.
            """
    )

    @OptionGroup var options: ServerOptions
    @OptionGroup(title: "What is asked") var asked: GateAsked
    @OptionGroup(title: "Options of the gate") var gate: GateOptions

    func perform(in session: Session) async throws {
        let project = try session.project()
        let job = CIJob.current(in: session.environment)
        let step = GateStep(
            options: gate,
            session: session,
            project: project,
            part: asked.part ?? job?.origin.part,
            machine: ServerOptions.value(asked.machine, "NILOMETER_MACHINE", in: session.environment),
            job: job,
            changeRequest: asked.changeRequest
        )
        let status: Int32
        do {
            status = try await step.status(of: try await subject(in: session, project, job))
        } catch let error as ClientError {
            status = try await step.status(withoutVerdict: Session.sentence(error, hasToken: session.hasToken))
        } catch let error as CommandError where error.status == ExitCode(2) {
            status = try await step.status(withoutVerdict: error.sentence)
        }
        if status != 0 { throw ExitCode(status) }
    }

    private func subject(in session: Session, _ project: String, _ job: CIJob?) async throws -> GateSubject {
        if let run = asked.run { return .run(run) }
        if let base = asked.base { return .revisions(base: base, head: try await head(job)) }
        let commit = try await head(job)
        let search = GateRunSearch(
            session: session,
            project: project,
            commit: commit,
            machine: ServerOptions.value(asked.machine, "NILOMETER_MACHINE", in: session.environment),
            origin: job?.origin,
            part: asked.part
        )
        return .run(try await search.run(within: .seconds(asked.wait.seconds)))
    }

    private func head(_ job: CIJob?) async throws -> String {
        if let head = asked.head ?? job?.sha { return head }
        let clone = GitRepository(folder: FileManager.default.currentDirectoryPath)
        guard let commit = await clone.commit("HEAD") else {
            throw CommandError.usage("This folder is in no git clone with a commit; give --head SHA, or --run ID.")
        }
        return commit.sha
    }
}
