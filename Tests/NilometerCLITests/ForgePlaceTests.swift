import Testing

@testable import nilometer

struct ForgePlaceTests {
    private static let github = [
        "GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "o/r", "GITHUB_API_URL": "https://ghe.example/api/v3",
        "GITHUB_TOKEN": "t\n",
    ]
    private static let gitlab = [
        "GITLAB_CI": "true", "CI_API_V4_URL": "https://gl.example/api/v4", "CI_PROJECT_ID": "7",
        "CI_MERGE_REQUEST_PROJECT_ID": "8", "CI_PIPELINE_ID": "9", "CI_JOB_TOKEN": "j",
    ]

    @Test func `a job of GitHub writes with its token, as the bot`() throws {
        let place = try ForgePlace.found(in: Self.github)
        #expect(
            place
                == .github(
                    .init(
                        address: "https://ghe.example/api/v3",
                        repository: "o/r",
                        token: "t",
                        logins: ["github-actions[bot]"]
                    )
                )
        )
    }

    @Test func `a token of one's own is asked who it is`() throws {
        let place = try ForgePlace.found(in: Self.github.merging(["NILOMETER_GITHUB_TOKEN": "u"]) { $1 })
        guard case .github(let found) = place else { throw CommandError.failed("It is another forge.") }
        #expect(found.token == "u" && found.logins.isEmpty)
    }

    @Test(arguments: ["GITEA_ACTIONS", "FORGEJO_ACTIONS"])
    func `Gitea and Forgejo are told from GitHub`(name: String) throws {
        #expect(try ForgePlace.found(in: Self.github.merging([name: "true"]) { $1 }).name == "Gitea")
    }

    @Test func `a job of GitLab needs a token of its own, and says so`() throws {
        let error = #expect(throws: CommandError.self) { try ForgePlace.found(in: Self.gitlab) }
        #expect(error?.sentence.contains("CI_JOB_TOKEN") == true)
        let place = try ForgePlace.found(in: Self.gitlab.merging(["NILOMETER_GITLAB_TOKEN": "g"]) { $1 })
        #expect(
            place
                == .gitlab(
                    .init(
                        address: "https://gl.example/api/v4",
                        project: "7",
                        targetProject: "8",
                        pipeline: 9,
                        token: "g"
                    )
                )
        )
    }

    @Test(arguments: [
        [:], ["GITHUB_REPOSITORY": "o/r"], ["GITHUB_REPOSITORY": "o", "GITHUB_TOKEN": "t"],
        ["GITHUB_REPOSITORY": "o/r", "GITHUB_TOKEN": "a b"], ["NILOMETER_GITLAB_TOKEN": "g"],
    ])
    func `what is missing is said in a sentence`(environment: [String: String]) {
        #expect(throws: CommandError.self) { try ForgePlace.found(in: environment) }
    }
}
