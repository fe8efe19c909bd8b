import ArgumentParser
import NilometerClient
import Testing

@testable import nilometer

struct SessionTests {
    private struct Odd: Error {}

    private static let failures: [(any Error & Sendable, ExitCode)] = [
        (ClientError(.refused(status: 404), detail: "There is none."), ExitCode(2)),
        (CommandError.failed("It is broken."), ExitCode(2)), (CommandError.usage("Say more."), ExitCode(64)),
        (Odd(), ExitCode(2)), (ExitCode.success, ExitCode.success),
    ]

    @Test(arguments: failures.indices)
    func `no failure ends with the status of a regression`(index: Int) async throws {
        let (failure, status) = Self.failures[index]
        let options = try ServerOptions.parse(["--server", "http://127.0.0.1:1", "--token", "nlm_x"])
        await #expect(throws: status) { try await Session.open(options) { _ in throw failure } }
    }

    @Test func `a project is named by its flag`() async throws {
        let options = try ServerOptions.parse(["--token", "nlm_x", "--project", "p"])
        try await Session.open(options) { session in
            let project = try session.project()
            #expect(project == "p")
        }
    }

    @Test(arguments: ["nlm x", "nlm_é", "a\u{1B}b"])
    func `a token that no header can carry is refused before it is sent`(token: String) async throws {
        let options = try ServerOptions.parse(["--token", token])
        await #expect(throws: ExitCode(2)) { try await Session.open(options) { _ in } }
    }

    @Test func `a flag wins over the environment, and an empty variable is none`() {
        let environment = ["A": "of the environment", "B": ""]
        #expect(ServerOptions.value("of the flag", "A", in: environment) == "of the flag")
        #expect(ServerOptions.value(nil, "A", in: environment) == "of the environment")
        #expect(ServerOptions.value(nil, "B", in: environment) == nil)
    }
}
