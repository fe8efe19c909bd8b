import Foundation
import NilometerCore

/// Woodpecker CI.
///
/// The part of a matrix is in no variable of a known name; NILOMETER_PART tells it.
struct WoodpeckerSystem: CISystem {
    let id = "woodpecker"

    func isHere(_ variables: [String: String]) -> Bool { variables["CI"] == "woodpecker" }

    func job(_ variables: [String: String], event: Data?) -> CIJob {
        var job = CIJob(
            origin: Origin(
                provider: id,
                id: variables["CI_PIPELINE_NUMBER"],
                job: [variables["CI_WORKFLOW_NAME"], variables["CI_STEP_NAME"]].compactMap(\.self)
                    .joined(separator: "/"),
                url: variables["CI_STEP_URL"] ?? variables["CI_PIPELINE_URL"]
            )
        )
        if job.origin.job == "" { job.origin.job = nil }
        job.sha = variables["CI_COMMIT_SHA"]
        job.tag = variables["CI_COMMIT_TAG"]
        job.branch = job.tag == nil ? variables["CI_COMMIT_BRANCH"] : nil
        job.defaultBranch = variables["CI_REPO_DEFAULT_BRANCH"]
        job.repository = variables["CI_REPO"]
        job.repositoryID = variables["CI_REPO_REMOTE_ID"]
        job.server = variables["CI_FORGE_URL"]
        switch variables["CI_PIPELINE_EVENT"] {
        case .some(let event) where event.hasPrefix("pull_request"):
            job.kind = .changeRequest
            // CI_COMMIT_BRANCH of a pull request is the branch that it is to be merged into.
            job.branch = variables["CI_COMMIT_SOURCE_BRANCH"]
            job.baseBranch = variables["CI_COMMIT_TARGET_BRANCH"] ?? variables["CI_COMMIT_BRANCH"]
            job.origin.changeRequest = variables["CI_COMMIT_PULL_REQUEST"].flatMap(Int.init)
            // No variable tells a fork: only a branch of the default name could be taken for the project's own.
            job.isFork = job.branch != nil && (job.branch == job.defaultBranch || job.branch == job.baseBranch)
        case "tag", "release": job.kind = .tag
        case "cron": job.kind = .schedule
        case "manual": job.kind = .manual
        case "push", nil: job.kind = job.tag == nil ? .push : .tag
        default: job.kind = .other
        }
        return job
    }
}
