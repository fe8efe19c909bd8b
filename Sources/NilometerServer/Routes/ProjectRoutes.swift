import Foundation
import Hummingbird
import NilometerAPI
import NilometerCore
import NilometerPipeline

/// Projects, and what they have runs of.
struct ProjectRoutes {
    /// What a caller may send of a project.
    struct Draft: Decodable {
        var slug: String?
        var name: String?
        var defaultBranch: String?
    }

    let services: Services

    func add(to group: RouterGroup<some RequestContext>) {
        group.get("projects") { request, _ in
            _ = try await services.authorise(request, .read)
            return try Answer.json(Listing(items: try await services.store.projects().map(ProjectView.init), next: nil))
        }
        group.post("projects") { request, _ in
            _ = try await services.authorise(request, .admin)
            return try await create(try await services.value(Draft.self, of: request))
        }
        group.get("projects/:project") { request, context in
            try Answer.json(ProjectView(try await services.project(request, context, .read)))
        }
        group.patch("projects/:project") { request, context in
            var project = try await services.project(request, context, .admin)
            let draft = try await services.value(Draft.self, of: request)
            project.name = draft.name ?? project.name
            project.defaultBranch = draft.defaultBranch ?? project.defaultBranch
            guard try await services.store.updateProject(project) else { throw Services.unknownProject(project.slug) }
            services.sweepDoorbell.ring()
            return try Answer.json(ProjectView(project))
        }
        group.delete("projects/:project") { request, context in
            let project = try await services.project(request, context, .admin)
            _ = try await services.store.deleteProject(project.slug)
            return Answer.nothing
        }
        group.get("projects/:project/machines") { request, context in
            let project = try await services.project(request, context, .read)
            let found = try await services.store.machinesAndBranches(in: project.slug)
            return try Answer.json(Listing(items: Set(found.machines.map(\.name)).sorted(), next: nil))
        }
        group.get("projects/:project/branches") { request, context in
            let project = try await services.project(request, context, .read)
            let found = try await services.store.machinesAndBranches(in: project.slug)
            return try Answer.json(Listing(items: found.branches, next: nil))
        }
    }

    private func create(_ draft: Draft) async throws -> Response {
        let slug = draft.slug ?? ""
        let isGood =
            !slug.isEmpty && slug.utf8.count <= 100
            && slug.utf8.allSatisfy {
                "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.".utf8.contains($0)
            }
            && !slug.hasPrefix(".")
        guard isGood else {
            throw NilometerError(
                .invalidInput,
                "The slug must be 1 to 100 letters, digits, “-”, “_” or “.”, no “.” first."
            )
        }
        let project = Project(
            slug: slug,
            name: draft.name ?? slug,
            defaultBranch: draft.defaultBranch ?? "main",
            createdAt: services.now()
        )
        guard try await services.store.createProject(project) else {
            throw NilometerError(.conflict, "There is a project “\(slug)” already; choose another slug.")
        }
        return try Answer.json(ProjectView(project), status: .created)
    }
}
