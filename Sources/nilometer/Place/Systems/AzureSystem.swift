import Foundation
import NilometerCore

/// Azure Pipelines.
struct AzureSystem: CISystem {
    let id = "azure"

    func isHere(_ variables: [String: String]) -> Bool { variables["TF_BUILD"]?.lowercased() == "true" }

    func job(_ variables: [String: String], event: Data?) -> CIJob {
        var job = CIJob(origin: origin(variables))
        let ref = variables["BUILD_SOURCEBRANCH"]
        job.sha = variables["BUILD_SOURCEVERSION"]
        if ref?.hasPrefix("refs/tags/") == true { job.tag = RefName.short(ref) }
        if ref?.hasPrefix("refs/heads/") == true { job.branch = RefName.short(ref) }
        job.repository = variables["BUILD_REPOSITORY_NAME"]
        job.repositoryID = variables["BUILD_REPOSITORY_ID"]
        job.server = collection(variables)
        job.kind =
            switch (job.tag, variables["BUILD_REASON"]) {
            case (.some, _): .tag
            case (nil, "Schedule"): .schedule
            case (nil, "Manual"): .manual
            case (nil, "IndividualCI"), (nil, "BatchedCI"), (nil, nil): .push
            default: .other
            }
        if variables["SYSTEM_PULLREQUEST_PULLREQUESTID"] != nil { change(&job, variables, ref) }
        return job
    }

    /// The version of the source is a merge made for the test.
    private func change(_ job: inout CIJob, _ variables: [String: String], _ ref: String?) {
        job.kind = .changeRequest
        job.checkedOut = job.sha
        job.sha = variables["SYSTEM_PULLREQUEST_SOURCECOMMITID"]
        job.branch = RefName.short(variables["SYSTEM_PULLREQUEST_SOURCEBRANCH"])
        job.baseBranch = RefName.short(variables["SYSTEM_PULLREQUEST_TARGETBRANCH"])
        // GitHub's own number where it differs from Azure's.
        job.origin.changeRequest =
            (variables["SYSTEM_PULLREQUEST_PULLREQUESTNUMBER"] ?? variables["SYSTEM_PULLREQUEST_PULLREQUESTID"])
            .flatMap(Int.init)
        job.isFork = variables["SYSTEM_PULLREQUEST_ISFORK"]?.lowercased() == "true"
        if job.isFork { job.headRepository = RefName.repository(variables["SYSTEM_PULLREQUEST_SOURCEREPOSITORYURI"]) }
    }

    private func origin(_ variables: [String: String]) -> Origin {
        // In a matrix the phase is the job, and the job's name the leg; elsewhere the leg is called “__default”.
        let phase = variables["SYSTEM_PHASENAME"]
        let leg = variables["SYSTEM_JOBNAME"].flatMap { $0 == "__default" || $0 == phase ? nil : $0 }
        var url: String?
        if let place = collection(variables), let project = variables["SYSTEM_TEAMPROJECT"],
            let build = variables["BUILD_BUILDID"]
        {
            let path = project.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? project
            url = "\(place)\(place.hasSuffix("/") ? "" : "/")\(path)/_build/results?buildId=\(build)"
        }
        return Origin(
            provider: id,
            id: variables["BUILD_BUILDID"],
            attempt: variables["SYSTEM_JOBATTEMPT"].flatMap(Int.init),
            job: phase ?? leg,
            part: phase == nil ? nil : leg,
            url: url
        )
    }

    private func collection(_ variables: [String: String]) -> String? {
        variables["SYSTEM_COLLECTIONURI"] ?? variables["SYSTEM_TEAMFOUNDATIONCOLLECTIONURI"]
    }
}
