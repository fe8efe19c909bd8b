import Foundation
import NilometerCore

/// GitHub Actions, of github.com and of Enterprise servers.
struct GitHubSystem: CISystem {
    let id = "github"

    func isHere(_ variables: [String: String]) -> Bool { variables["GITHUB_ACTIONS"] == "true" }

    func job(_ variables: [String: String], event: Data?) -> CIJob {
        GitHubJob(provider: id, variables: variables, event: GitHubEvent.read(event)).job
    }
}
