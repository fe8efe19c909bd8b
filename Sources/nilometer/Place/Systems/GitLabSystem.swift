import Foundation
import NilometerCore

/// GitLab CI.
struct GitLabSystem: CISystem {
    let id = "gitlab"

    func isHere(_ variables: [String: String]) -> Bool { variables["GITLAB_CI"] == "true" }

    func job(_ variables: [String: String], event: Data?) -> CIJob {
        var job = CIJob(
            origin: Origin(
                provider: id,
                id: variables["CI_JOB_ID"],
                // The name holds the part of a matrix: “bench: [linux, 1.24]”.
                job: variables["CI_JOB_NAME"],
                url: variables["CI_JOB_URL"]
            )
        )
        job.sha = variables["CI_COMMIT_SHA"]
        job.branch = variables["CI_COMMIT_BRANCH"]
        job.tag = variables["CI_COMMIT_TAG"]
        job.defaultBranch = variables["CI_DEFAULT_BRANCH"]
        job.repository = variables["CI_PROJECT_PATH"]
        job.repositoryID = variables["CI_PROJECT_ID"]
        job.server = variables["CI_SERVER_URL"]
        job.kind = kind(variables)
        if variables["CI_MERGE_REQUEST_IID"] != nil {
            mergeRequest(&job, variables)
        } else if variables["CI_EXTERNAL_PULL_REQUEST_IID"] != nil {
            externalRequest(&job, variables)
        }
        return job
    }

    private func kind(_ variables: [String: String]) -> CIJob.Kind {
        if variables["CI_COMMIT_TAG"] != nil { return .tag }
        return switch variables["CI_PIPELINE_SOURCE"] {
        case "schedule": .schedule
        case "web", "chat", "webide": .manual
        case "push", nil: .push
        default: .other
        }
    }

    /// A pipeline for merged results and a merge train check out a merge made for the test; a plain one the head.
    private func mergeRequest(_ job: inout CIJob, _ variables: [String: String]) {
        job.kind = variables["CI_MERGE_REQUEST_EVENT_TYPE"] == "merge_train" ? .mergeQueue : .changeRequest
        if let source = variables["CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"] {
            job.checkedOut = source == job.sha ? nil : job.sha
            job.sha = source
        }
        job.branch = variables["CI_MERGE_REQUEST_SOURCE_BRANCH_NAME"] ?? job.branch
        job.baseBranch = variables["CI_MERGE_REQUEST_TARGET_BRANCH_NAME"]
        job.mergeBase = variables["CI_MERGE_REQUEST_DIFF_BASE_SHA"]
        job.baseTip = variables["CI_MERGE_REQUEST_TARGET_BRANCH_SHA"]
        job.origin.changeRequest = variables["CI_MERGE_REQUEST_IID"].flatMap(Int.init)
        // A pipeline of a fork runs in the fork or, started by a member, in the project: the target tells which is which.
        let target = variables["CI_MERGE_REQUEST_PROJECT_ID"] ?? variables["CI_PROJECT_ID"]
        if let source = variables["CI_MERGE_REQUEST_SOURCE_PROJECT_ID"], let target { job.isFork = source != target }
        job.headRepository = job.isFork ? variables["CI_MERGE_REQUEST_SOURCE_PROJECT_PATH"] : nil
    }

    /// A pull request at GitHub whose pipelines run at GitLab.
    private func externalRequest(_ job: inout CIJob, _ variables: [String: String]) {
        job.kind = .changeRequest
        job.sha = variables["CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_SHA"] ?? job.sha
        job.branch = variables["CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_NAME"] ?? job.branch
        job.baseBranch = variables["CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME"]
        job.baseTip = variables["CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_SHA"]
        job.origin.changeRequest = variables["CI_EXTERNAL_PULL_REQUEST_IID"].flatMap(Int.init)
        let source = variables["CI_EXTERNAL_PULL_REQUEST_SOURCE_REPOSITORY"]
        if let source, let target = variables["CI_EXTERNAL_PULL_REQUEST_TARGET_REPOSITORY"] {
            job.isFork = source != target
        }
        job.headRepository = job.isFork ? source : nil
    }
}
