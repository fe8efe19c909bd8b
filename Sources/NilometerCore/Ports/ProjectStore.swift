/// Keeps projects.
public protocol ProjectStore: Sendable {
    /// Adds the project; false when its slug is taken.
    func createProject(_ project: Project) async throws -> Bool
    /// All projects by slug.
    func projects() async throws -> [Project]
    /// The project; nil when there is none.
    func project(_ slug: String) async throws -> Project?
    /// Replaces name, default branch and budget; false when there is none. A new default branch makes every series due for a sweep.
    func updateProject(_ project: Project) async throws -> Bool
    /// The rules that the newest run of the default branch's line with a text of rules has brought; nil when none has.
    func rules(of project: String) async throws -> ProjectRules?
    /// Removes the project and all that is its own, its tokens too; false when there is none.
    func deleteProject(_ slug: String) async throws -> Bool
}
