import ArgumentParser
import Foundation
import NilometerAPI
import NilometerClient

/// Looks whether uploads from here would work.
struct Doctor: ServerCommand {
    /// The answer in JSON.
    struct Report: Codable {
        var checks: [DoctorCheck]
    }

    static let configuration = CommandConfiguration(
        abstract: "Looks whether server, token, project, clone and machine are as they should be, and says what to do.",
        discussion: "The exit status is 2 when something would keep an upload from working."
    )

    @OptionGroup var options: ServerOptions
    @Option(help: "The class of this machine (NILOMETER_MACHINE, nilometer.toml; else “default”).")
    var machine: String?

    func perform(in session: Session) async throws {
        let machine = session.configuration.machine(flag: machine)
        let server = DoctorServer(session: session, machine: machine)
        let checks = await server.checks() + DoctorHost(machine: machine).checks()
        try session.show(Report(checks: checks)) { DoctorCheck.text($0.checks, on: session.output) }
        if checks.contains(where: { $0.status == .failed }) { throw ExitCode(2) }
    }
}
