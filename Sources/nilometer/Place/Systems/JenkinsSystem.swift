import Foundation
import NilometerCore

/// Jenkins: multibranch jobs, and plain jobs with the git plug-in.
///
/// No variable says that a timer started a build.
struct JenkinsSystem: CISystem {
    let id = "jenkins"

    func isHere(_ variables: [String: String]) -> Bool { variables["JENKINS_URL"] != nil }

    func job(_ variables: [String: String], event: Data?) -> CIJob {
        var job = CIJob(
            origin: Origin(
                provider: id,
                id: variables["BUILD_TAG"],
                job: variables["JOB_NAME"],
                url: variables["BUILD_URL"]
            )
        )
        job.sha = variables["GIT_COMMIT"]
        job.tag = variables["TAG_NAME"]
        job.kind = job.tag == nil ? .push : .tag
        // “origin/main” of a plain job; the name of a multibranch job is its branch's, its tag's or “PR-24”.
        let plain = variables["GIT_LOCAL_BRANCH"] ?? variables["GIT_BRANCH"].map(Self.withoutRemote)
        job.branch = job.tag == nil ? variables["BRANCH_NAME"] ?? plain : nil
        if variables["BRANCH_IS_PRIMARY"] == "true" { job.defaultBranch = variables["BRANCH_NAME"] }
        job.repository = RefName.repository(variables["GIT_URL"])
        job.server = variables["JENKINS_URL"]
        if variables["CHANGE_ID"] != nil {
            change(&job, variables)
        } else if variables["ghprbPullId"] != nil {
            pullRequestBuilder(&job, variables)
        }
        return job
    }

    /// The commit may be a merge that Jenkins made: its head is what was fetched under the job's name.
    private func change(_ job: inout CIJob, _ variables: [String: String]) {
        job.kind = .changeRequest
        job.checkedOut = job.sha
        job.sha = nil
        job.headRef = variables["BRANCH_NAME"].map { "refs/remotes/origin/\($0)" }
        job.branch = variables["CHANGE_BRANCH"] ?? job.branch
        job.baseBranch = variables["CHANGE_TARGET"]
        job.origin.changeRequest = variables["CHANGE_ID"].flatMap(Int.init)
        job.isFork = variables["CHANGE_FORK"] != nil
        job.headRepository = variables["CHANGE_FORK"]
    }

    /// The plug-in “GitHub Pull Request Builder” of plain jobs.
    private func pullRequestBuilder(_ job: inout CIJob, _ variables: [String: String]) {
        job.kind = .changeRequest
        job.checkedOut = job.sha
        job.sha = variables["ghprbActualCommit"]
        job.branch = variables["ghprbSourceBranch"]
        job.baseBranch = variables["ghprbTargetBranch"]
        job.origin.changeRequest = variables["ghprbPullId"].flatMap(Int.init)
        let source = RefName.repository(variables["ghprbAuthorRepoGitUrl"])
        job.isFork = source != nil && variables["ghprbGhRepository"] != nil && source != variables["ghprbGhRepository"]
        job.headRepository = job.isFork ? source : nil
    }

    private static func withoutRemote(_ branch: String) -> String {
        branch.hasPrefix("origin/") ? String(branch.dropFirst("origin/".count)) : branch
    }
}
