import Foundation
import NilometerClient

/// Which forge a job belongs to, and the token for it, as its variables say.
enum ForgePlace: Equatable {
    /// GitHub, or Gitea or Forgejo.
    case github(GitHubPlace)
    /// GitLab.
    case gitlab(GitLabPlace)

    /// A repository on GitHub, Gitea or Forgejo.
    struct GitHubPlace: Equatable {
        var address: String
        var repository: String
        var token: String
        var isGitea = false
        /// The names under which the token writes, where they are known.
        var logins: Set<String> = []
    }

    /// A project on GitLab.
    struct GitLabPlace: Equatable {
        var address: String
        var project: String
        var targetProject: String?
        var pipeline: Int?
        var token: String
    }

    /// The forge's name.
    var name: String {
        switch self {
        case .github(let place): place.isGitea ? "Gitea" : "GitHub"
        case .gitlab: "GitLab"
        }
    }

    /// The forge that the variables describe.
    ///
    /// - Throws: `CommandError` with what is missing.
    static func found(in environment: [String: String]) throws(CommandError) -> ForgePlace {
        let variables = environment.mapValues { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
            .filter { !$0.value.isEmpty }
        if variables["GITLAB_CI"] == "true" || variables["NILOMETER_GITLAB_TOKEN"] != nil {
            return .gitlab(try gitlab(variables))
        }
        return .github(try github(variables))
    }

    /// Runs `body` with the forge.
    func withForge(notice: @escaping @Sendable (String) -> Void, _ body: (any Forge) async throws -> Void) async throws
    {
        switch self {
        case .github(let place):
            try await ForgeClient.with(
                address: place.address,
                key: place.isGitea ? .token(place.token) : .bearer(place.token),
                notice: notice
            ) { client in
                try await body(
                    GitHub(
                        client: client,
                        kind: place.isGitea ? .gitea : .github,
                        repository: place.repository,
                        logins: place.logins
                    )
                )
            }
        case .gitlab(let place):
            try await ForgeClient.with(address: place.address, key: .privateToken(place.token), notice: notice) {
                client in
                try await body(
                    GitLab(
                        client: client,
                        project: place.project,
                        targetProject: place.targetProject,
                        pipeline: place.pipeline
                    )
                )
            }
        }
    }

    private static func github(_ variables: [String: String]) throws(CommandError) -> GitHubPlace {
        guard let repository = variables["GITHUB_REPOSITORY"], repository.split(separator: "/").count == 2 else {
            throw .failed(
                "No forge is known to tell: this is no job of GitHub, GitLab, Gitea or Forgejo; set GITHUB_REPOSITORY to "
                    + "OWNER/NAME and NILOMETER_GITHUB_TOKEN, or use --markdown."
            )
        }
        let isGitea = variables["GITEA_ACTIONS"] == "true" || variables["FORGEJO_ACTIONS"] == "true"
        guard let token = variables["NILOMETER_GITHUB_TOKEN"] ?? variables["GITHUB_TOKEN"] else {
            throw .failed(
                "There is no token to tell \(isGitea ? "Gitea" : "GitHub"): give the step the variable GITHUB_TOKEN, "
                    + "${{ github.token }}."
            )
        }
        try check(token, "NILOMETER_GITHUB_TOKEN or GITHUB_TOKEN")
        var place = GitHubPlace(
            address: variables["GITHUB_API_URL"] ?? "https://api.github.com",
            repository: repository,
            token: token,
            isGitea: isGitea
        )
        // The token of a job cannot ask who it is.
        if variables["NILOMETER_GITHUB_TOKEN"] == nil, variables["GITHUB_ACTIONS"] == "true" {
            place.logins = isGitea ? ["gitea-actions", "forgejo-actions"] : ["github-actions[bot]"]
        }
        return place
    }

    private static func gitlab(_ variables: [String: String]) throws(CommandError) -> GitLabPlace {
        guard let address = variables["CI_API_V4_URL"], let project = variables["CI_PROJECT_ID"] else {
            throw .failed("This is no job of GitLab; set CI_API_V4_URL and CI_PROJECT_ID, or use --markdown.")
        }
        guard let token = variables["NILOMETER_GITLAB_TOKEN"] else {
            throw .failed(
                "The token of a GitLab job, CI_JOB_TOKEN, can write no notes and no statuses; make a project access token with "
                    + "the scope “api” and give it as the masked variable NILOMETER_GITLAB_TOKEN."
            )
        }
        try check(token, "NILOMETER_GITLAB_TOKEN")
        return GitLabPlace(
            address: address,
            project: project,
            targetProject: variables["CI_MERGE_REQUEST_PROJECT_ID"],
            pipeline: variables["CI_PIPELINE_ID"].flatMap(Int.init),
            token: token
        )
    }

    private static func check(_ token: String, _ name: String) throws(CommandError) {
        guard token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .failed("\(name) holds a space or a letter that no token has; copy it again.")
        }
    }
}
