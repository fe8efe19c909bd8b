import ArgumentParser
import Foundation
import NilometerClient
import Synchronization
import Testing

@testable import nilometer

struct JobIdentityTests {
    private static let token = "eyJ.eyJ.sig"

    @Test func `each CI gives its identity in its own way`() {
        let github = [
            "GITHUB_ACTIONS": "true", "ACTIONS_ID_TOKEN_REQUEST_URL": "https://a/t?v=1",
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "s",
        ]
        let request = JobIdentity.Means.request(address: "https://a/t?v=1", token: "s")
        #expect(JobIdentity.found(in: github, project: "p")?.means == request)
        let gitlab = ["GITLAB_CI": "true", "NILOMETER_ID_TOKEN": Self.token]
        let variable = JobIdentity.Means.variable(name: "NILOMETER_ID_TOKEN", token: Self.token)
        #expect(JobIdentity.found(in: gitlab, project: "p")?.means == variable)
        let buildkite = ["BUILDKITE": "true", "BUILDKITE_AGENT_ACCESS_TOKEN": "x"]
        #expect(JobIdentity.found(in: buildkite, project: "p")?.means == .program)
        let circle = ["CIRCLECI": "true", "CIRCLE_OIDC_TOKEN_V2": Self.token]
        let other = JobIdentity.Means.variable(name: "CIRCLE_OIDC_TOKEN_V2", token: Self.token)
        #expect(JobIdentity.found(in: circle, project: "p")?.means == other)
    }

    @Test(arguments: [
        [:], ["GITHUB_ACTIONS": "true"], ["NILOMETER_ID_TOKEN": ""], ["CIRCLE_OIDC_TOKEN_V2": "a.b.c"],
        ["ACTIONS_ID_TOKEN_REQUEST_URL": "https://a"], ["BUILDKITE": "true"],
    ])
    func `without its variables there is no identity`(environment: [String: String]) {
        #expect(JobIdentity.found(in: environment, project: "p") == nil)
    }

    @Test func `without a project there is nothing to be identified for`() {
        #expect(JobIdentity.found(in: ["NILOMETER_ID_TOKEN": Self.token], project: nil) == nil)
    }

    @Test func `GitHub is asked with the server as the audience`() async throws {
        let identity = JobIdentity(project: "p", means: .request(address: "https://a/t?v=1", token: "s"))
        let asked = Mutex<[String]>([])
        let token = try await identity.identityToken(for: "http://n:1/x y") { address, headers in
            asked.withLock { $0 += [address, headers["authorization"] ?? ""] }
            return (200, Data("{\"value\": \"eyJ.eyJ.sig\", \"count\": 3}".utf8))
        }
        #expect(token == Self.token)
        #expect(asked.withLock { $0 } == ["https://a/t?v=1&audience=http%3A%2F%2Fn%3A1%2Fx%20y", "bearer s"])
    }

    @Test(arguments: [(503, ClientError.Kind.unreachable), (403, .refused(status: 403)), (200, .refused(status: 200))])
    func `an answer of GitHub without a token is a sentence`(status: Int, kind: ClientError.Kind) async {
        let identity = JobIdentity(project: "p", means: .request(address: "https://a/t", token: "secret"))
        let error = await #expect(throws: ClientError.self) {
            try await identity.identityToken(for: "x") { _, _ in (status, Data("{}".utf8)) }
        }
        #expect(error?.kind == kind)
        #expect(error?.detail.contains("secret") == false)
    }

    @Test(arguments: ["", "x", "a.b", "a.b.c d", "a.b.\u{1B}c"])
    func `a variable that holds something else is told without showing it`(value: String) async {
        let identity = JobIdentity(project: "p", means: .variable(name: "NILOMETER_ID_TOKEN", token: value))
        let error = await #expect(throws: ClientError.self) {
            try await identity.identityToken(for: "x") { _, _ in (500, Data()) }
        }
        #expect(error?.detail == "The variable NILOMETER_ID_TOKEN holds no identity token.")
    }

    private static func signed(_ claims: String) -> String {
        let body = Data(claims.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
        return "e30." + body.replacing("=", with: "") + ".x"
    }

    @Test(arguments: [
        (
            "{\"iss\":\"https://token.actions.githubusercontent.com\",\"repository\":\"o/r\",\"repository_id\":\"7\"}",
            "--github o/r --repository-id 7"
        ),
        (
            "{\"iss\":\"https://git.example/_services/token\",\"repository\":\"o/r\",\"repository_id\":\"7\"}",
            "--github o/r --repository-id 7 --host https://git.example"
        ),
        (
            "{\"iss\":\"https://gitlab.example\",\"project_path\":\"g/r\",\"project_id\":\"4\"}",
            "--gitlab g/r --project-id 4 --host https://gitlab.example"
        ),
        (
            "{\"iss\":\"https://agent.buildkite.com\",\"organization_slug\":\"a\",\"organization_id\":\"1\",\"pipeline_slug\":\"p\"}",
            "--buildkite a/p --organization-id 1"
        ),
        (
            "{\"iss\":\"https://oidc.circleci.com/org/o1\",\"oidc.circleci.com/project-id\":\"p1\"}",
            "--circleci --organization-id o1 --project-id p1"
        ),
        ("{\"iss\":\"https://j.example\",\"sub\":\"job\"}", "--issuer https://j.example --claim sub=job"),
    ])
    func `a job that is not trusted is told by which command it would be`(claims: String, options: String) throws {
        let identity = JobIdentity(project: "p", means: .program)
        let sentence = identity.refusal(of: Self.signed(claims), for: "http://n", request: "req_1")
        #expect(sentence.contains("“nilometer trust add --project p \(options)”"), "\(sentence)")
        #expect(sentence.hasSuffix("see the server's log, which has the reason under req_1."))
        let words = options.split(separator: " ").map(String.init)
        let draft = try TrustOptions.parse(words).draft()
        let issuer = try #require(claims.split(separator: "\"").dropFirst(3).first)
        #expect(draft.issuer == issuer)
    }

    @Test func `what a token says cannot steer a terminal`() {
        let identity = JobIdentity(project: "p", means: .program)
        let sentence = identity.refusal(of: Self.signed("{\"iss\":\"a\\u001b[31m\"}"), for: "http://n", request: nil)
        #expect(!sentence.contains("\u{1B}"))
    }

    @Test func `a job without identity is told what to add`() {
        let event = { (head: Int, base: Int) in
            Data(
                "{\"pull_request\": {\"head\": {\"repo\": {\"id\": \(head)}}, \"base\": {\"repo\": {\"id\": \(base)}}}}"
                    .utf8
            )
        }
        let github = ["GITHUB_ACTIONS": "true", "GITHUB_EVENT_PATH": "e"]
        #expect(JobIdentityHint.sentence(github, reading: { _ in event(1, 1) }).contains("id-token: write"))
        #expect(JobIdentityHint.sentence(github, reading: { _ in nil }).contains("id-token: write"))
        let fork = JobIdentityHint.sentence(github, reading: { _ in event(2, 1) })
        #expect(fork.contains("fork") && fork.contains("workflow_run"))
        let gitlab = JobIdentityHint.sentence(
            ["GITLAB_CI": "true", "NILOMETER_SERVER": "https://n"],
            reading: { _ in nil }
        )
        #expect(gitlab.contains("id_tokens: {NILOMETER_ID_TOKEN: {aud: https://n}}"))
        #expect(JobIdentityHint.sentence(["CIRCLECI": "true"], reading: { _ in nil }).contains("context"))
        #expect(JobIdentityHint.sentence([:], reading: { _ in nil }).contains("set NILOMETER_TOKEN"))
    }

    @Test(arguments: [
        ["--github", "o/r"], ["--github", "r", "--repository-id", "7"], ["--github", "o/r", "--repository-id", "x"],
        ["--gitlab", "g/r"], ["--buildkite", "a/p"], ["--circleci"], [], ["--circleci", "--issuer", "https://j"],
        ["--issuer", "https://j", "--claim", "sub"], ["--issuer", "https://j", "--host", "https://h"],
    ])
    func `half of what names a job is wrong usage`(words: [String]) {
        #expect(throws: (any Error).self) { try TrustOptions.parse(words) }
    }

    @Test func `what is said beside the CI goes into the rule`() throws {
        let words = [
            "--github", "o/r", "--repository-id", "7", "--claim", "environment=bench", "--branch", "main", "--scope",
            "upload", "--audience", "a", "--name", "n",
        ]
        let draft = try TrustOptions.parse(words).draft()
        #expect(draft.claims == ["repository_id": "7", "environment": "bench"])
        #expect(draft.branch == "main" && draft.scopes == ["upload"] && draft.audience == "a" && draft.name == "n")
    }
}
