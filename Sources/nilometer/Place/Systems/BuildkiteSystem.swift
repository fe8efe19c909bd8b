import Foundation
import NilometerCore

/// Buildkite.
struct BuildkiteSystem: CISystem {
    let id = "buildkite"

    func isHere(_ variables: [String: String]) -> Bool { variables["BUILDKITE"] == "true" }

    func job(_ variables: [String: String], event: Data?) -> CIJob {
        var job = CIJob(origin: origin(variables))
        // A build that a person starts may carry the word HEAD.
        job.sha = variables["BUILDKITE_COMMIT"].flatMap { $0 == "HEAD" ? nil : $0 }
        job.tag = variables["BUILDKITE_TAG"]
        job.branch = job.tag == nil ? variables["BUILDKITE_BRANCH"] : nil
        job.defaultBranch = variables["BUILDKITE_PIPELINE_DEFAULT_BRANCH"]
        job.repository = RefName.repository(variables["BUILDKITE_REPO"])
        job.kind =
            switch (job.tag, variables["BUILDKITE_SOURCE"]) {
            case (.some, _): .tag
            case (nil, "schedule"): .schedule
            case (nil, "ui"): .manual
            case (nil, "webhook"), (nil, nil): .push
            default: .other
            }
        change(&job, variables)
        return job
    }

    private func change(_ job: inout CIJob, _ variables: [String: String]) {
        let queue = job.branch.flatMap(QueueBranch.init)
        if let base = variables["BUILDKITE_MERGE_QUEUE_BASE_BRANCH"] ?? queue?.base {
            job.kind = .mergeQueue
            job.baseBranch = base
            job.baseTip = variables["BUILDKITE_MERGE_QUEUE_BASE_COMMIT"]
            job.origin.changeRequest = queue?.changeRequest
        } else if let number = variables["BUILDKITE_PULL_REQUEST"].flatMap(Int.init) {
            job.kind = .changeRequest
            job.baseBranch = variables["BUILDKITE_PULL_REQUEST_BASE_BRANCH"]
            job.origin.changeRequest = number
            let source = RefName.repository(variables["BUILDKITE_PULL_REQUEST_REPO"])
            job.isFork = source != nil && job.repository != nil && source != job.repository
            guard job.isFork, let source else { return }
            job.headRepository = source
            // The branch of a fork carries its owner: “alice:topic”.
            let owner = source.split(separator: "/").first.map { "\($0):" } ?? ""
            if let branch = job.branch, branch.hasPrefix(owner) { job.branch = String(branch.dropFirst(owner.count)) }
        }
    }

    private func origin(_ variables: [String: String]) -> Origin {
        let page = variables["BUILDKITE_BUILD_URL"]
        return Origin(
            provider: id,
            id: variables["BUILDKITE_JOB_ID"],
            attempt: variables["BUILDKITE_RETRY_COUNT"].flatMap(Int.init).map { min($0, 1_000_000) + 1 },
            job: variables["BUILDKITE_STEP_KEY"] ?? variables["BUILDKITE_LABEL"],
            part: variables["BUILDKITE_PARALLEL_JOB"],
            url: page.map { page in variables["BUILDKITE_JOB_ID"].map { "\(page)#\($0)" } ?? page }
        )
    }
}
