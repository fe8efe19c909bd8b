import NilometerCore

/// A job of Actions, from its variables and its event.
struct GitHubJob {
    var provider: String
    var variables: [String: String]
    var event: GitHubEvent?

    /// The job.
    var job: CIJob {
        var job = pushed
        switch variables["GITHUB_EVENT_NAME"] {
        case .some(let name) where name.hasPrefix("pull_request"): changeRequest(&job)
        case "merge_group": mergeGroup(&job)
        case "workflow_run": workflowRun(&job)
        case "schedule": job.kind = .schedule
        case "workflow_dispatch": job.kind = job.tag == nil ? .manual : .tag
        case "push": break
        default: job.kind = job.tag == nil ? .other : .tag
        }
        return job
    }

    /// What every event says.
    private var pushed: CIJob {
        let isTag = variables["GITHUB_REF_TYPE"] == "tag"
        // An old server does not set GITHUB_REF_NAME.
        let name = variables["GITHUB_REF_NAME"] ?? RefName.short(variables["GITHUB_REF"])
        var job = CIJob(origin: origin)
        job.kind = isTag ? .tag : .push
        job.sha = variables["GITHUB_SHA"]
        job.branch = isTag ? nil : name
        job.tag = isTag ? name : nil
        job.defaultBranch = event?.repository?.default_branch
        job.repository = variables["GITHUB_REPOSITORY"] ?? event?.repository?.full_name
        job.repositoryID = variables["GITHUB_REPOSITORY_ID"] ?? event?.repository?.id.map(String.init)
        job.server = variables["GITHUB_SERVER_URL"]
        return job
    }

    /// The checked-out commit of a change request is a merge made for the test: its head is what was changed.
    private func changeRequest(_ job: inout CIJob) {
        let change = event?.pull_request
        job.kind = .changeRequest
        job.sha = change?.head?.sha
        job.checkedOut = variables["GITHUB_SHA"]
        job.branch = variables["GITHUB_HEAD_REF"] ?? change?.head?.ref
        job.baseBranch = variables["GITHUB_BASE_REF"] ?? change?.base?.ref
        job.baseTip = change?.base?.sha
        if variables["GITHUB_EVENT_NAME"] == "pull_request_target" {
            // Such a job checks out the base branch by itself.
            job.baseTip = variables["GITHUB_SHA"]
            job.checkedOut = nil
        }
        job.origin.changeRequest = event?.number ?? change?.number ?? RefName.changeRequest(variables["GITHUB_REF"])
        guard let change else { return }
        // The repository of a head is null once the fork is deleted.
        job.isFork = change.head?.repo?.id == nil || change.head?.repo?.id != change.base?.repo?.id
        if change.head?.repo == nil && change.base?.repo == nil { job.isFork = false }
        job.headRepository = job.isFork ? change.head?.repo?.full_name : nil
    }

    private func mergeGroup(_ job: inout CIJob) {
        job.kind = .mergeQueue
        job.sha = event?.merge_group?.head_sha ?? job.sha
        let queue = job.branch.flatMap(QueueBranch.init)
        job.baseBranch = RefName.short(event?.merge_group?.base_ref) ?? queue?.base
        job.baseTip = event?.merge_group?.base_sha
        job.origin.changeRequest = queue?.changeRequest
    }

    /// A run that reports for another: its own commit and branch are the default branch's.
    private func workflowRun(_ job: inout CIJob) {
        guard let run = event?.workflow_run else {
            job.kind = .other
            return
        }
        let change = run.pull_requests?.first
        job.kind =
            switch run.event {
            case .some(let name) where name.hasPrefix("pull_request"): .changeRequest
            case "merge_group": .mergeQueue
            case "schedule": .schedule
            case "workflow_dispatch": .manual
            case "push": .push
            default: .other
            }
        job.isReport = true
        job.sha = run.head_sha
        job.branch = run.head_branch
        let queue = run.head_branch.flatMap(QueueBranch.init)
        job.baseBranch = change?.base?.ref ?? queue?.base
        job.baseTip = change?.base?.sha
        job.origin.changeRequest = change?.number ?? queue?.changeRequest
        let own = job.repositoryID.flatMap(Int.init) ?? event?.repository?.id
        if let head = run.head_repository {
            job.isFork = head.id != own
            job.headRepository = job.isFork ? head.full_name : nil
        }
    }

    private var origin: Origin {
        // Forgejo and Gitea count the runs of a repository in their addresses.
        let number = provider == "github" ? "GITHUB_RUN_ID" : "GITHUB_RUN_NUMBER"
        let page = ["GITHUB_SERVER_URL", "GITHUB_REPOSITORY", number].compactMap { variables[$0] }
        return Origin(
            provider: provider,
            id: variables["GITHUB_RUN_ID"],
            attempt: variables["GITHUB_RUN_ATTEMPT"].flatMap(Int.init),
            job: variables["GITHUB_JOB"],
            url: page.count == 3 ? "\(page[0])/\(page[1])/actions/runs/\(page[2])" : nil
        )
    }
}
