import Foundation

/// Says how a job that has neither token nor identity comes by one.
enum JobIdentityHint {
    private struct Event: Decodable {
        struct Repository: Decodable { var id: Int? }
        struct Side: Decodable { var repo: Repository? }
        struct ChangeRequest: Decodable {
            var head: Side?
            var base: Side?
        }
        var pull_request: ChangeRequest?
    }

    /// A sentence or two for the job of the variables.
    ///
    /// - Parameters:
    ///   - environment: the variables.
    ///   - read: gives the content of a file; nil when there is none.
    /// - Returns: what is missing, and what to add.
    static func sentence(
        _ environment: [String: String],
        reading read: (String) -> Data? = { FileManager.default.contents(atPath: $0) }
    ) -> String {
        let variables = environment.filter { !$0.value.isEmpty }
        if variables["GITHUB_ACTIONS"] == "true" {
            if isFork(variables["GITHUB_EVENT_PATH"].flatMap(read)) {
                return
                    "This job is of a fork's change request, which gets neither secrets nor an identity. Keep its results "
                    + "as an artefact, and let a second workflow, on workflow_run, send them with "
                    + "“nilometer upload --from-artifact”."
            }
            return
                "No token is given, and the job may not ask for its identity. Add “permissions: id-token: write” to the "
                + "job, and trust it once with “nilometer trust add --github OWNER/NAME --repository-id N”; or set "
                + "NILOMETER_TOKEN."
        }
        if variables["GITLAB_CI"] == "true" {
            let server = variables["NILOMETER_SERVER"] ?? "ADDRESS OF THE SERVER"
            return
                "No token is given, and the job has no identity. Add “id_tokens: {NILOMETER_ID_TOKEN: {aud: \(server)}}” "
                + "to the job, and trust it once with “nilometer trust add --gitlab GROUP/NAME --project-id N”; or set "
                + "NILOMETER_TOKEN."
        }
        if variables["CIRCLECI"] == "true" {
            return
                "No token is given, and the job has no CIRCLE_OIDC_TOKEN_V2, which only jobs with a context get. Give it "
                + "one, and trust it once with “nilometer trust add --circleci …”; or set NILOMETER_TOKEN."
        }
        if variables["NILOMETER_PROJECT"] == nil, variables["NILOMETER_ID_TOKEN"] != nil {
            return "The job has an identity, but no project to use it for; give --project or set NILOMETER_PROJECT."
        }
        return
            "No token is given; set NILOMETER_TOKEN to one made with “nilometerd token create” or by an administrator."
    }

    private static func isFork(_ event: Data?) -> Bool {
        let change = event.flatMap { try? JSONDecoder().decode(Event.self, from: $0) }?.pull_request
        guard let change else { return false }
        // A fork that was deleted meanwhile has no repository any more.
        return change.head?.repo?.id != change.base?.repo?.id
    }
}
