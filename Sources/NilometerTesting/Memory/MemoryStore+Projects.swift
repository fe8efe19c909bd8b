public import NilometerCore

extension MemoryStore {
    /// Adds the project; false when its slug is taken.
    public func createProject(_ project: Project) -> Bool {
        guard contents[project.slug] == nil else { return false }
        contents[project.slug] = MemoryProject(project)
        return true
    }

    /// All projects by slug.
    public func projects() -> [Project] { contents.values.map(\.project).sorted { $0.slug < $1.slug } }

    /// The project; nil when there is none.
    public func project(_ slug: String) -> Project? { contents[slug]?.project }

    /// Replaces name, default branch and budget; every run is due after a new default branch.
    public func updateProject(_ project: Project) -> Bool {
        guard let known = contents[project.slug] else { return false }
        contents[project.slug]?.project.name = project.name
        contents[project.slug]?.project.alertBudget = project.alertBudget
        guard known.project.defaultBranch != project.defaultBranch else { return true }
        contents[project.slug]?.project.defaultBranch = project.defaultBranch
        contents[project.slug]?.due = known.runs.map { MemoryProject.Due(mark: newMark(), run: $0.listed.id) }
        return true
    }

    /// The rules of the project.
    public func rules(of project: String) -> ProjectRules? { contents[project]?.rules }

    /// Removes the project and all that is its own, its tokens too.
    public func deleteProject(_ slug: String) -> Bool {
        kept.removeAll { $0.project == slug }
        return contents.removeValue(forKey: slug) != nil
    }

    /// Adds a token.
    public func createToken(_ token: AccessToken) { kept.append(token) }

    /// The token with this key id.
    public func token(keyID: String) -> AccessToken? { kept.first { $0.keyID == keyID } }

    /// All tokens, oldest first.
    public func tokens() -> [AccessToken] { kept.sorted { $0.id < $1.id } }

    /// Removes a token.
    public func deleteToken(_ id: String) -> Bool {
        let before = kept.count
        kept.removeAll { $0.id == id }
        return kept.count < before
    }
}
