/// The CIs that are known, in the order in which they are looked for.
enum CISystems {
    /// Forgejo and Gitea come before GitHub, whose variables they set too.
    static let all: [any CISystem] = [
        ForgejoSystem(), GitHubSystem(), GitLabSystem(), JenkinsSystem(), BuildkiteSystem(), CircleSystem(),
        AzureSystem(), BitbucketSystem(), WoodpeckerSystem(),
    ]
}
