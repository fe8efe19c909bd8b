import Foundation
import NilometerCore
import Testing

@testable import NilometerServer

struct VouchedTests {
    /// Claims of a provider, and the uploads that they allow or not: `branch commit change-request run`, `-` where absent.
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var provider: IdentityProvider
        var claims: [String: String]
        var branch: String?
        var allowed: [String]
        var refused: [String: String]
    }

    private static let cases = [
        Case(
            testDescription: "a push to main of GitHub",
            provider: .github,
            claims: ["event_name": "push", "ref": "refs/heads/main", "sha": "C1", "run_id": "9", "head_ref": ""],
            allowed: ["main c1 - 9", "main C1 - -"],
            refused: [
                "main c2 - 9": "commit", "topic c1 - 9": "branch", "main c1 - 8": "origin.id",
                "main c1 3 9": "origin.changeRequest", "fork:x c1 - 9": "branch",
            ]
        ),
        Case(
            testDescription: "a change request of GitHub",
            provider: .github,
            claims: [
                "event_name": "pull_request", "ref": "refs/pull/12/merge", "sha": "merged", "head_ref": "topic",
                "run_id": "9",
            ],
            allowed: ["topic c1 12 9", "topic c2 - 9", "pull/12 c1 12 9", "fork:main c1 12 9"],
            refused: [
                "main c1 12 9": "branch", "other c1 12 9": "branch", "topic c1 13 9": "origin.changeRequest",
                "change-request/12 c1 12 9": "branch",
            ]
        ),
        Case(
            testDescription: "a change request from a branch that is called main",
            provider: .github,
            claims: ["event_name": "pull_request", "ref": "refs/pull/12/merge", "head_ref": "main", "run_id": "9"],
            allowed: ["pull/12 c1 12 9", "change-request/12 c1 12 9"],
            refused: ["main c1 12 9": "branch", "change-request/13 c1 13 9": "branch"]
        ),
        Case(
            testDescription: "pull_request_target, whose ref is the base",
            provider: .github,
            claims: [
                "event_name": "pull_request_target", "ref": "refs/heads/main", "sha": "c1", "head_ref": "topic",
                "run_id": "9",
            ],
            allowed: ["topic c2 12 9"],
            refused: ["main c1 - 9": "branch", "main c2 - 9": "branch"]
        ),
        Case(
            testDescription: "a job that follows another one",
            provider: .github,
            claims: ["event_name": "workflow_run", "ref": "refs/heads/main", "sha": "c1", "run_id": "9"],
            allowed: ["fork:octo/parser:main c2 12 7", "topic c2 - -", "main c1 - 7"],
            refused: ["main c2 - 9": "branch"]
        ),
        Case(
            testDescription: "a merge queue of GitHub",
            provider: .github,
            claims: [
                "event_name": "merge_group", "ref": "refs/heads/gh-readonly-queue/main/pr-1-c0", "sha": "c1",
                "run_id": "9",
            ],
            allowed: ["gh-readonly-queue/main/pr-1-c0 c1 - 9", "gh-readonly-queue/main/pr-1-c0 c1 1 9"],
            refused: ["main c1 - 9": "branch"]
        ),
        Case(
            testDescription: "a tag of GitHub that is called main",
            provider: .github,
            claims: ["event_name": "push", "ref": "refs/tags/main", "sha": "c1", "run_id": "9"],
            allowed: ["tags/main c1 - 9", "tag:main c1 - 9"],
            refused: ["main c1 - 9": "branch", "topic c1 - 9": "branch"]
        ),
        Case(
            testDescription: "a push to main of GitLab",
            provider: .gitlab,
            claims: [
                "ref": "main", "ref_type": "branch", "ref_path": "refs/heads/main", "sha": "c1", "job_id": "5",
                "pipeline_source": "push",
            ],
            allowed: ["main c1 - 5"],
            refused: ["main c2 - 5": "commit", "main c1 - 6": "origin.id", "topic c1 - 5": "branch"]
        ),
        Case(
            testDescription: "a merge request of a fork's main in GitLab",
            provider: .gitlab,
            claims: [
                "ref": "main", "ref_type": "branch", "ref_path": "refs/heads/main", "sha": "c1", "job_id": "5",
                "pipeline_source": "merge_request_event",
            ],
            allowed: [],
            refused: ["main c1 12 5": "branch"]
        ),
        Case(
            testDescription: "GitLab without a source",
            provider: .gitlab,
            claims: ["ref": "main", "ref_type": "branch", "ref_path": "refs/heads/main", "sha": "c1"],
            allowed: [],
            refused: ["main c1 - -": "branch"]
        ),
        Case(
            testDescription: "a build of Buildkite",
            provider: .buildkite,
            claims: [
                "build_branch": "main", "build_commit": String(repeating: "a", count: 40), "job_id": "5",
                "organization_slug": "o", "pipeline_slug": "p",
            ],
            allowed: ["main \(String(repeating: "a", count: 40)) - 5"],
            refused: ["main c1 - 5": "commit"]
        ),
        Case(
            testDescription: "a build of Buildkite by hand",
            provider: .buildkite,
            claims: ["build_branch": "main", "build_commit": "HEAD"],
            allowed: ["main c1 - 5", "main c2 12 -"],
            refused: ["topic c1 - 5": "branch"]
        ),
        Case(
            testDescription: "a branch of CircleCI",
            provider: .circleci,
            claims: ["oidc.circleci.com/vcs-ref": "refs/heads/main"],
            allowed: ["main c1 - 5"],
            refused: ["topic c1 - 5": "branch"]
        ),
        Case(
            testDescription: "CircleCI without a reference",
            provider: .circleci,
            claims: ["oidc.circleci.com/project-id": "x"],
            allowed: ["topic c1 - 5"],
            refused: ["main c1 - 5": "branch"]
        ),
        Case(
            testDescription: "a generic issuer",
            provider: .generic,
            claims: ["sub": "job"],
            allowed: ["topic c1 - 5"],
            refused: ["main c1 - 5": "branch"]
        ),
        Case(
            testDescription: "a generic issuer whose rule names main",
            provider: .generic,
            claims: ["sub": "job"],
            branch: "main",
            allowed: ["main c1 - 5"],
            refused: ["topic c1 - 5": "branch"]
        ),
    ]

    private static func rule(_ provider: IdentityProvider, branch: String? = nil) -> TrustRule {
        TrustRule(
            id: "tru_1",
            project: "p",
            name: "r",
            provider: provider,
            issuer: FakeIssuer.address,
            audience: nil,
            claims: [:],
            branch: branch,
            scopes: [.upload],
            keys: nil,
            createdAt: Date(timeIntervalSince1970: 0)
        )
    }

    private static func run(_ text: String) -> Run {
        let words = text.split(separator: " ").map { $0 == "-" ? nil : String($0) }
        return Run(
            id: "run_1",
            project: "p",
            commit: Commit(sha: words[1] ?? "", branch: words[0] ?? "", line: ["c0"]),
            machine: Machine(name: "m"),
            context: [:],
            origin: Origin(id: words[3], changeRequest: words[2].flatMap(Int.init)),
            startedAt: nil,
            finishedAt: nil,
            receivedAt: Date(timeIntervalSince1970: 0),
            key: "k",
            digest: "d",
            keyHoldsFor: nil,
            readings: [],
            warnings: [],
            source: [],
            sourceType: "text/plain"
        )
    }

    private static let project = Project(
        slug: "p",
        name: "p",
        defaultBranch: "main",
        createdAt: Date(timeIntervalSince1970: 0)
    )

    @Test(arguments: cases)
    func `runs must agree with what the claims vouch for`(_ example: Case) throws {
        let vouched = try Vouched.of(example.claims, by: Self.rule(example.provider, branch: example.branch))
        for text in example.allowed {
            let run = try vouched.checked(Self.run(text), for: Self.project, isOnDefaultLine: false)
            #expect(run.commit.mayLink == (text.hasPrefix("main ") && vouched.mayBeDefault), "\(text)")
        }
        for (text, field) in example.refused {
            #expect("\(text)") {
                _ = try vouched.checked(Self.run(text), for: Self.project, isOnDefaultLine: false)
            } throws: { error in
                let known = error as? NilometerError
                return known?.code == .forbidden && known?.message.hasPrefix("The run's \(field) “") == true
            }
        }
    }

    @Test func `a tag's commit that main has is main's, and a change request's never`() throws {
        let tag = try Vouched.of(
            ["event_name": "push", "ref": "refs/tags/v1", "sha": "c1"],
            by: Self.rule(.github)
        )
        let run = try tag.checked(Self.run("main c1 - -"), for: Self.project, isOnDefaultLine: true)
        #expect(!run.commit.mayLink)
        let change = try Vouched.of(
            ["event_name": "pull_request", "ref": "refs/pull/12/merge", "head_ref": "topic"],
            by: Self.rule(.github)
        )
        for text in ["main c1 - -", "topic c1 - -", "fork:x c1 - -"] {
            #expect(throws: NilometerError.self) {
                try change.checked(Self.run(text), for: Self.project, isOnDefaultLine: true)
            }
        }
    }

    @Test func `the change request that is vouched for is entered where the run names none`() throws {
        let claims = ["event_name": "pull_request", "ref": "refs/pull/12/merge", "head_ref": "topic"]
        let vouched = try Vouched.of(claims, by: Self.rule(.github))
        #expect(
            try vouched.checked(Self.run("topic c1 - -"), for: Self.project, isOnDefaultLine: false).origin
                .changeRequest == 12
        )
    }

    @Test(arguments: [
        (IdentityProvider.github, ["event_name": "push"]), (.github, ["event_name": "pull_request"]),
        (.github, ["event_name": "push", "ref": "refs/heads/"]), (.gitlab, ["ref": "main"]), (.buildkite, [:]),
    ])
    func `claims that do not say what the job runs for are refused`(
        provider: IdentityProvider,
        claims: [String: String]
    ) {
        #expect { _ = try Vouched.of(claims, by: Self.rule(provider)) } throws: { error in
            (error as? IdentityRefusal)?.reason == .claims
        }
    }

    @Test func `a rule for a branch refuses jobs of others`() {
        let claims = ["event_name": "push", "ref": "refs/heads/topic", "sha": "c1"]
        #expect { _ = try Vouched.of(claims, by: Self.rule(.github, branch: "release/*")) } throws: { error in
            (error as? IdentityRefusal)?.reason == .branch
        }
    }
}
