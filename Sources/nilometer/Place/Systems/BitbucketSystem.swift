import Foundation
import NilometerCore

/// Bitbucket Pipelines.
///
/// A pull request of a fork runs no pipeline in the project, and no variable tells a schedule.
struct BitbucketSystem: CISystem {
    let id = "bitbucket"

    func isHere(_ variables: [String: String]) -> Bool {
        variables["BITBUCKET_BUILD_NUMBER"] != nil && variables["BITBUCKET_COMMIT"] != nil
    }

    func job(_ variables: [String: String], event: Data?) -> CIJob {
        let repository = variables["BITBUCKET_REPO_FULL_NAME"]
        let number = variables["BITBUCKET_BUILD_NUMBER"]
        var job = CIJob(
            origin: Origin(
                provider: id,
                id: variables["BITBUCKET_STEP_UUID"] ?? number,
                attempt: variables["BITBUCKET_STEP_RUN_NUMBER"].flatMap(Int.init),
                part: variables["BITBUCKET_PARALLEL_STEP"],
                url: repository.flatMap { path in
                    number.map { "https://bitbucket.org/\(path)/pipelines/results/\($0)" }
                }
            )
        )
        job.sha = variables["BITBUCKET_COMMIT"]
        job.tag = variables["BITBUCKET_TAG"]
        job.branch = variables["BITBUCKET_BRANCH"]
        job.kind = job.tag == nil ? .push : .tag
        job.repository = repository
        job.repositoryID = variables["BITBUCKET_REPO_UUID"]
        job.server = "https://bitbucket.org"
        if let change = variables["BITBUCKET_PR_ID"].flatMap(Int.init) {
            job.kind = .changeRequest
            job.baseBranch = variables["BITBUCKET_PR_DESTINATION_BRANCH"]
            job.baseTip = variables["BITBUCKET_PR_DESTINATION_COMMIT"]
            job.origin.changeRequest = change
        }
        return job
    }
}
