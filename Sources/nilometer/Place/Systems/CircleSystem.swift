import Foundation
import NilometerCore

/// CircleCI.
///
/// No variable names the base branch, the default branch, or a schedule.
struct CircleSystem: CISystem {
    let id = "circleci"

    func isHere(_ variables: [String: String]) -> Bool { variables["CIRCLECI"] == "true" }

    func job(_ variables: [String: String], event: Data?) -> CIJob {
        var job = CIJob(
            origin: Origin(
                provider: id,
                id: variables["CIRCLE_WORKFLOW_JOB_ID"] ?? variables["CIRCLE_BUILD_NUM"],
                job: variables["CIRCLE_JOB"],
                part: variables["CIRCLE_NODE_TOTAL"] == "1" ? nil : variables["CIRCLE_NODE_INDEX"],
                url: variables["CIRCLE_BUILD_URL"]
            )
        )
        job.sha = variables["CIRCLE_SHA1"]
        job.tag = variables["CIRCLE_TAG"]
        job.branch = job.tag == nil ? variables["CIRCLE_BRANCH"] : nil
        job.kind = job.tag == nil ? .push : .tag
        let owner = variables["CIRCLE_PROJECT_USERNAME"]
        let name = variables["CIRCLE_PROJECT_REPONAME"]
        if let owner, let name { job.repository = "\(owner)/\(name)" }
        if let queue = job.branch.flatMap(QueueBranch.init) {
            job.kind = .mergeQueue
            job.baseBranch = queue.base
            job.origin.changeRequest = queue.changeRequest
        } else if let number = number(variables) {
            job.kind = .changeRequest
            job.origin.changeRequest = number
            // Only forks have these two.
            if let user = variables["CIRCLE_PR_USERNAME"] {
                job.isFork = user != owner
                job.headRepository = job.isFork ? "\(user)/\(variables["CIRCLE_PR_REPONAME"] ?? name ?? "")" : nil
            }
        }
        return job
    }

    /// A fork's variable has the number; other change requests have an address that ends in it.
    private func number(_ variables: [String: String]) -> Int? {
        variables["CIRCLE_PR_NUMBER"].flatMap(Int.init)
            ?? variables["CIRCLE_PULL_REQUEST"]?.split(separator: "/").last.flatMap { Int($0) }
    }
}
