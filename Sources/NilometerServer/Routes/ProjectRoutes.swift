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
        var alertBudget: Double?
    }

    let services: Services

    func add(to board: Switchboard) {
        board.global("listProjects") { call, _ in
            let page = try Page(call.request, call.asked, of: "projects")
            return try page.answer(try await services.store.projects(), id: \.slug, view: ProjectView.init)
        }
        board.global("createProject") { call, _ in
            try await create(
                try await services.value(
                    Draft.self,
                    keys: ["slug", "name", "defaultBranch", "alertBudget"],
                    of: call.request
                )
            )
        }
        board.inProject("getProject") { _, project, _ in try Answer.json(ProjectView(project)) }
        board.inProject("updateProject") { call, project, _ in
            var project = project
            let keys: Set<String> = ["name", "defaultBranch", "alertBudget"]
            let draft = try await services.value(Draft.self, keys: keys, of: call.request)
            project.name = draft.name ?? project.name
            project.defaultBranch = draft.defaultBranch ?? project.defaultBranch
            project.alertBudget = draft.alertBudget ?? project.alertBudget
            try Self.check(project)
            guard try await services.store.updateProject(project) else { throw Services.unknownProject(project.slug) }
            services.sweepDoorbell.ring()
            return try Answer.json(ProjectView(project))
        }
        board.inProject("getRates") { _, project, _ in
            var project = project
            if let text = try await services.store.rules(of: project.slug)?.text {
                project.alertBudget = RulesText.rules(in: text).alertBudget ?? project.alertBudget
            }
            let rates = try await Rates(store: services.store).rates(of: project, now: services.now())
            return try Answer.json(Listing(items: rates.map(Self.view), next: nil))
        }
        board.inProject("deleteProject") { _, project, _ in
            _ = try await services.store.deleteProject(project.slug)
            return Answer.nothing
        }
        board.inProject("listMachines") { call, project, _ in
            let found = try await services.store.machinesAndBranches(in: project.slug)
            return try names(Set(found.machines.map(\.name)), "machines", call)
        }
        board.inProject("listBranches") { call, project, _ in
            let found = try await services.store.machinesAndBranches(in: project.slug)
            return try names(Set(found.branches), "branches", call)
        }
        board.inProject("listBenchmarks") { call, project, _ in
            let series = try await services.store.series(in: project.slug, benchmark: nil, metric: nil, machine: nil)
            return try names(Set(series.map(\.key.benchmark)), "benchmarks", call)
        }
        board.inProject("getCommit") { call, project, _ in try await commit(try call.name("sha"), project) }
    }

    private func names(_ names: Set<String>, _ list: String, _ call: Switchboard.Call) throws -> Response {
        try Page(call.request, call.asked, of: list).answer(names.sorted(), id: \.self, view: \.self)
    }

    private static func view(_ rate: RealisedRate) -> RateView {
        RateView(
            rule: rate.rule,
            reruns: (rate.reruns, rate.differingReruns),
            binaries: (rate.equalBinaries, rate.changedBinaries),
            alerts: (rate.alerts, rate.invalidAlerts),
            factor: rate.factor,
            pointsPerMonth: rate.pointsPerMonth,
            level: rate.level
        )
    }

    private func commit(_ sha: String, _ project: Project) async throws -> Response {
        let runs = try await services.store.runs(
            in: project.slug,
            commit: sha,
            branch: nil,
            machine: nil,
            after: nil,
            limit: 1000
        )
        let ancestors = try await services.store.ancestors(of: sha, in: project.slug, limit: 2)
        guard !runs.isEmpty || ancestors.count > 1 else {
            throw NilometerError(.notFound, "The project has no run of “\(sha.prefix(100))”; give the whole commit.")
        }
        let changes = try await services.store.changes(in: project.slug, series: nil, withRetracted: false)
        return try Answer.json(
            CommitView(
                sha: sha,
                parent: ancestors.dropFirst().first,
                runs: runs,
                changes: changes.filter { $0.commit == sha }
            )
        )
    }

    private func create(_ draft: Draft) async throws -> Response {
        let slug = draft.slug ?? ""
        let letters = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.".utf8)
        guard (1...100).contains(slug.utf8.count), slug.utf8.allSatisfy(letters.contains), !slug.hasPrefix(".") else {
            throw NilometerError(
                .invalidInput,
                "The slug must be 1 to 100 letters, digits, “-”, “_” or “.”, no “.” first."
            )
        }
        let project = Project(
            slug: slug,
            name: draft.name ?? slug,
            defaultBranch: draft.defaultBranch ?? "main",
            createdAt: services.now(),
            alertBudget: draft.alertBudget ?? 1
        )
        try Self.check(project)
        guard try await services.store.createProject(project) else {
            throw NilometerError(.conflict, "There is a project “\(slug)” already; choose another slug.")
        }
        return try Answer.json(ProjectView(project), status: .created)
    }

    private static func check(_ project: Project) throws(NilometerError) {
        for (what, text) in [("name", project.name), ("defaultBranch", project.defaultBranch)] {
            guard (1...1024).contains(text.utf8.count), !text.utf8.contains(where: { $0 < 0x20 }) else {
                throw NilometerError(.invalidInput, "The \(what) must have 1 to 1024 bytes and no control characters.")
            }
        }
        guard (0...1e6).contains(project.alertBudget) else {
            throw NilometerError(
                .invalidInput,
                "The alertBudget must be 0 to 1000000: the number of false alerts a month that are allowed."
            )
        }
    }
}
