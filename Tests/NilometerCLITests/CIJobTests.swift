import Foundation
import NilometerCore
import Testing

@testable import nilometer

struct CIJobTests {
    @Test func `a push at GitHub is its commit and branch`() {
        let job = CIJob.found(in: [
            "GITHUB_ACTIONS": "true", "GITHUB_SHA": "abc", "GITHUB_REF_NAME": "main", "GITHUB_REF_TYPE": "branch",
            "GITHUB_HEAD_REF": "", "GITHUB_EVENT_NAME": "push", "GITHUB_RUN_ID": "9", "GITHUB_RUN_ATTEMPT": "2",
            "GITHUB_JOB": "bench", "GITHUB_SERVER_URL": "https://github.example", "GITHUB_REPOSITORY": "o/r",
        ])
        #expect(job?.sha == "abc" && job?.branch == "main")
        #expect(
            job?.origin
                == Origin(
                    provider: "github",
                    id: "9",
                    attempt: 2,
                    job: "bench",
                    url: "https://github.example/o/r/actions/runs/9"
                )
        )
    }

    @Test func `a pull request at GitHub is its head, not the merge that is checked out`() {
        let event = Data(#"{"number": 12, "pull_request": {"head": {"sha": "head"}}, "other": [1]}"#.utf8)
        let variables = [
            "GITHUB_ACTIONS": "true", "GITHUB_SHA": "merge", "GITHUB_REF_NAME": "12/merge", "GITHUB_HEAD_REF": "topic",
            "GITHUB_EVENT_NAME": "pull_request",
        ]
        let job = CIJob.found(in: variables, event: event)
        #expect(job?.sha == "head" && job?.branch == "topic" && job?.origin.changeRequest == 12)
        #expect(CIJob.found(in: variables, event: Data("{".utf8))?.sha == nil)
    }

    @Test func `a tag at GitHub is no branch`() {
        let variables = ["GITHUB_ACTIONS": "true", "GITHUB_REF_NAME": "v1", "GITHUB_REF_TYPE": "tag"]
        #expect(CIJob.found(in: variables)?.branch == nil)
    }

    @Test func `a merge request at GitLab is its source`() {
        let job = CIJob.found(in: [
            "GITLAB_CI": "true", "CI_COMMIT_SHA": "merged", "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": "source",
            "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "topic", "CI_MERGE_REQUEST_IID": "3", "CI_JOB_ID": "77",
        ])
        #expect(job?.sha == "source" && job?.branch == "topic" && job?.origin.changeRequest == 3)
        let push = CIJob.found(in: [
            "GITLAB_CI": "true", "CI_COMMIT_SHA": "abc", "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": "",
            "CI_COMMIT_BRANCH": "main",
        ])
        #expect(push?.sha == "abc" && push?.branch == "main")
    }

    @Test func `the other CIs are known by their variables`() {
        let jenkins = CIJob.found(in: [
            "JENKINS_URL": "u", "GIT_COMMIT": "a", "BRANCH_NAME": "PR-1", "CHANGE_BRANCH": "b",
        ])
        #expect(jenkins?.sha == "a" && jenkins?.branch == "b" && jenkins?.origin.provider == "jenkins")
        let buildkite = CIJob.found(in: ["BUILDKITE": "true", "BUILDKITE_COMMIT": "HEAD", "BUILDKITE_RETRY_COUNT": "1"])
        #expect(buildkite?.sha == nil && buildkite?.origin.attempt == 2)
        let circle = CIJob.found(in: ["CIRCLECI": "true", "CIRCLE_SHA1": "a", "CIRCLE_NODE_INDEX": "3"])
        #expect(circle?.sha == "a" && circle?.origin.part == "3")
        #expect(CIJob.found(in: ["CI": "true", "GITHUB_ACTIONS": ""]) == nil)
    }
}
