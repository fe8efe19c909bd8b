import Foundation
import NilometerCore

/// The Actions of Forgejo and Gitea, which set GitHub's variables.
struct ForgejoSystem: CISystem {
    let id = "forgejo"

    func isHere(_ variables: [String: String]) -> Bool {
        variables["FORGEJO_ACTIONS"] == "true" || variables["GITEA_ACTIONS"] == "true"
    }

    func job(_ variables: [String: String], event: Data?) -> CIJob {
        let provider = variables["FORGEJO_ACTIONS"] == "true" ? id : "gitea"
        return GitHubJob(provider: provider, variables: variables, event: GitHubEvent.read(event)).job
    }
}
