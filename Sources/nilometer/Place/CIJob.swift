import Foundation
import NilometerCore

/// What a CI says of its job, in variables and in its event's file.
///
/// The values are data of whoever opened the change request: they are given to programs as arguments and printed
/// escaped, never put into a command line.
struct CIJob: Sendable, Equatable, Codable {
    /// What made the job run.
    enum Kind: String, Sendable, Codable, CaseIterable {
        case push
        case changeRequest = "change request"
        case mergeQueue = "merge queue"
        case tag
        case schedule
        case manual
        case other
    }

    /// What made it run.
    var kind = Kind.push
    /// The commit that was changed: never a merge that the CI made for the test.
    ///
    /// Nil where the clone knows it better.
    var sha: String?
    /// The commit that the CI checks out by itself, where that is another one.
    var checkedOut: String?
    /// The ref of the clone that holds the commit, where the CI does not name it.
    var headRef: String?
    /// The branch of the commit, as its own repository calls it.
    var branch: String?
    /// The tag that was pushed.
    var tag: String?
    /// The branch that it is to be merged into.
    var baseBranch: String?
    /// The merge base, where the CI names it.
    var mergeBase: String?
    /// The newest commit of the base branch when the job began, where the CI names it.
    var baseTip: String?
    /// The repository's default branch.
    var defaultBranch: String?
    /// Whether the commit comes from another repository.
    var isFork = false
    /// The repository that the commit comes from, where it is another.
    var headRepository: String?
    /// The repository's path, such as `owner/name`.
    var repository: String?
    /// The repository's number, which outlives renames.
    var repositoryID: String?
    /// The address of the forge or of the CI.
    var server: String?
    /// Whether it reports for another run, whose commit it names but does not check out.
    var isReport = false
    /// Which job it is.
    var origin: Origin

    /// The branch under which its runs are kept: a fork's `main` must not become the project's.
    ///
    /// No ref has a colon.
    var runBranch: String? {
        // Not every CI tells forks; but no branch is merged into itself.
        guard isFork || kind == .changeRequest && branch != nil && branch == baseBranch else { return branch }
        return ["fork", headRepository, branch ?? origin.changeRequest.map(String.init)].compactMap(\.self)
            .joined(separator: ":")
    }

    /// The job that the variables describe; nil outside the CIs that are known.
    ///
    /// - Parameters:
    ///   - environment: the variables.
    ///   - event: the content of the file that `GITHUB_EVENT_PATH` names.
    /// - Returns: the job.
    static func found(in environment: [String: String], event: Data? = nil) -> CIJob? {
        let variables = environment.filter { !$0.value.isEmpty }
        return CISystems.all.first { $0.isHere(variables) }?.job(variables, event: event)
    }

    /// The job of this process.
    static func current(in environment: [String: String]) -> CIJob? {
        found(
            in: environment,
            event: environment["GITHUB_EVENT_PATH"].flatMap { FileManager.default.contents(atPath: $0) }
        )
    }
}
