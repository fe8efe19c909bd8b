import Foundation
import NilometerCore

/// What a CI says of its job in environment variables.
struct CIJob: Equatable {
    /// The commit that was measured; nil where the clone knows it better.
    var sha: String?
    /// The branch that was measured.
    var branch: String?
    /// Which job it is.
    var origin: Origin

    /// The job that the variables describe; nil outside the CIs that are known.
    ///
    /// - Parameters:
    ///   - environment: the variables.
    ///   - event: the content of the file that `GITHUB_EVENT_PATH` names.
    /// - Returns: the job.
    static func found(in environment: [String: String], event: Data? = nil) -> CIJob? {
        let variables = environment.filter { !$0.value.isEmpty }
        if variables["GITHUB_ACTIONS"] == "true" { return github(variables, event) }
        if variables["GITLAB_CI"] == "true" { return gitlab(variables) }
        if variables["JENKINS_URL"] != nil { return jenkins(variables) }
        if variables["BUILDKITE"] == "true" { return buildkite(variables) }
        if variables["CIRCLECI"] == "true" { return circle(variables) }
        return nil
    }

    /// The parts of a GitHub event that name a change request's own commit.
    private struct Event: Decodable {
        struct Head: Decodable { var sha: String? }
        struct ChangeRequest: Decodable { var head: Head? }
        var pull_request: ChangeRequest?
        var number: Int?
    }

    private static func github(_ variables: [String: String], _ event: Data?) -> CIJob {
        let change = event.flatMap { try? JSONDecoder().decode(Event.self, from: $0) }
        let isChange = variables["GITHUB_EVENT_NAME"]?.hasPrefix("pull_request") == true
        let isBranch = variables["GITHUB_REF_TYPE"] != "tag"
        let page = ["GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID"].compactMap { variables[$0] }
        return CIJob(
            // The checked-out commit of a change request is a merge made for the test: its head is what was changed.
            sha: isChange ? change?.pull_request?.head?.sha : variables["GITHUB_SHA"],
            branch: variables["GITHUB_HEAD_REF"] ?? (isBranch ? variables["GITHUB_REF_NAME"] : nil),
            origin: Origin(
                provider: "github",
                id: variables["GITHUB_RUN_ID"],
                attempt: variables["GITHUB_RUN_ATTEMPT"].flatMap(Int.init),
                job: variables["GITHUB_JOB"],
                url: page.count == 3 ? "\(page[0])/\(page[1])/actions/runs/\(page[2])" : nil,
                changeRequest: isChange ? change?.number : nil
            )
        )
    }

    private static func gitlab(_ variables: [String: String]) -> CIJob {
        CIJob(
            sha: variables["CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"] ?? variables["CI_COMMIT_SHA"],
            branch: variables["CI_MERGE_REQUEST_SOURCE_BRANCH_NAME"] ?? variables["CI_COMMIT_BRANCH"],
            origin: Origin(
                provider: "gitlab",
                id: variables["CI_JOB_ID"],
                job: variables["CI_JOB_NAME"],
                url: variables["CI_JOB_URL"],
                changeRequest: variables["CI_MERGE_REQUEST_IID"].flatMap(Int.init)
            )
        )
    }

    private static func jenkins(_ variables: [String: String]) -> CIJob {
        CIJob(
            sha: variables["GIT_COMMIT"],
            branch: variables["CHANGE_BRANCH"] ?? variables["BRANCH_NAME"],
            origin: Origin(
                provider: "jenkins",
                id: variables["BUILD_TAG"],
                job: variables["JOB_NAME"],
                url: variables["BUILD_URL"],
                changeRequest: variables["CHANGE_ID"].flatMap(Int.init)
            )
        )
    }

    private static func buildkite(_ variables: [String: String]) -> CIJob {
        let page = variables["BUILDKITE_BUILD_URL"]
        return CIJob(
            sha: variables["BUILDKITE_COMMIT"].flatMap { $0 == "HEAD" ? nil : $0 },
            branch: variables["BUILDKITE_BRANCH"],
            origin: Origin(
                provider: "buildkite",
                id: variables["BUILDKITE_JOB_ID"],
                attempt: variables["BUILDKITE_RETRY_COUNT"].flatMap(Int.init).map { min($0, 1_000_000) + 1 },
                job: variables["BUILDKITE_STEP_KEY"] ?? variables["BUILDKITE_LABEL"],
                url: page.map { page in variables["BUILDKITE_JOB_ID"].map { "\(page)#\($0)" } ?? page },
                changeRequest: variables["BUILDKITE_PULL_REQUEST"].flatMap(Int.init)
            )
        )
    }

    private static func circle(_ variables: [String: String]) -> CIJob {
        CIJob(
            sha: variables["CIRCLE_SHA1"],
            branch: variables["CIRCLE_BRANCH"],
            origin: Origin(
                provider: "circleci",
                id: variables["CIRCLE_WORKFLOW_JOB_ID"] ?? variables["CIRCLE_BUILD_NUM"],
                job: variables["CIRCLE_JOB"],
                part: variables["CIRCLE_NODE_INDEX"],
                url: variables["CIRCLE_BUILD_URL"],
                changeRequest: variables["CIRCLE_PR_NUMBER"].flatMap(Int.init)
            )
        )
    }
}
