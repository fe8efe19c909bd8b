import Hummingbird
import NilometerAPI
import NilometerCore
import NilometerPipeline

/// Why benchmarks got worse between two revisions.
struct ExplanationRoutes {
    /// What a CI job has to say so that its runs are explained.
    private static let advice =
        "let CI send it: go build -gcflags=-m=2 ./... 2> mm.txt; git diff -U0 HEAD^ HEAD > diff-u0.patch; "
        + "nilometer upload bench.txt --evidence mm.txt --evidence mem.pprof --evidence diff-u0.patch"

    let services: Services

    func add(to board: Switchboard) {
        board.inProject("explain") { call, project, _ in
            guard let base = call.asked["base"], let head = call.asked["head"] else {
                throw NilometerError(
                    .badQuery,
                    "The query needs “base” and “head”; each is a commit, a branch or a run: ?base=main&head=SHA."
                )
            }
            let comparison = try await services.compare.comparison(base: base, head: head, in: project)
            let rows = try rows(of: comparison, asked: call.asked)
            return try Answer.json(try await explanations(of: rows, in: comparison, project))
        }
    }

    /// The rows that got worse; where benchmark and metric are named, those whatever is said of them.
    private func rows(of comparison: Comparison, asked: Asked) throws(NilometerError) -> [ComparisonRow] {
        let (benchmark, metric, machine) = (asked["benchmark"], asked["metric"], asked["machine"])
        let named = comparison.rows.filter { row in
            (benchmark.map { $0 == row.series.key.benchmark } ?? true)
                && (metric.map { $0 == row.series.key.metric } ?? true)
                && (machine.map { $0 == row.series.machine } ?? true)
        }
        guard benchmark != nil, metric != nil else { return named.filter { $0.verdict == .regressed } }
        let whole = named.filter { $0.before != nil && $0.after != nil }
        guard !whole.isEmpty else {
            throw NilometerError(
                .notFound,
                "The two sides have no benchmark “\(benchmark?.prefix(60) ?? "")” with “\(metric?.prefix(40) ?? "")” in common; "
                    + "see …/compare for those that they have."
            )
        }
        return whole
    }

    private func explanations(
        of rows: [ComparisonRow],
        in comparison: Comparison,
        _ project: Project
    ) async throws -> ExplanationsView {
        let explained = rows.compactMap { row -> (row: ComparisonRow, moved: MovedReading)? in
            guard let before = row.before, let after = row.after else { return nil }
            return (row, MovedReading(key: row.series.key, unit: row.series.unit, before: before, after: after))
        }
        var answer = ExplanationsView(comparison)
        guard !explained.isEmpty else { return answer }
        let stored = StoredEvidence(store: services.store, project: project.slug)
        let (base, head) = (comparison.base, comparison.head)
        let explainer = services.explainer
        let kindOf = services.kindOfEvidence
        let isNext = try await isParent(base.commit, of: head.commit, project)
        let found = try await Services.through(services.explainingGate) {
            let before = try await stored.side(of: base)
            var after = try await stored.side(of: head)
            // A run brings the difference to its own parent: lines of another commit would be mapped wrongly by it.
            if !isNext { after.side.files.removeAll { kindOf($0) == "git-diff" } }
            let doubts = before.warnings + after.warnings + Self.missing(before.side, after.side)
            var explanations: [Explanation]
            if before.side.files.isEmpty, after.side.files.isEmpty {
                explanations = explained.map { Explanation(moved: $0.moved) }
            } else {
                explanations = explainer.explanations(
                    of: explained.map(\.moved),
                    before: before.side,
                    after: after.side
                )
            }
            for index in explanations.indices { explanations[index].warnings += doubts }
            return (explanations, before.side.files.map(\.name), after.side.files.map(\.name))
        }
        answer.baseEvidence = found.1
        answer.headEvidence = found.2
        answer.items = zip(explained, found.0).map { ExplanationView($1, machine: $0.row.series.machine) }
        return answer
    }

    /// Whether a commit is known to be the first parent of another.
    private func isParent(_ parent: String?, of sha: String?, _ project: Project) async throws -> Bool {
        guard let parent, let sha else { return false }
        return try await services.store.ancestors(of: sha, in: project.slug, limit: 2).dropFirst().first == parent
    }

    /// What is told where a side came without evidence.
    private static func missing(_ before: EvidenceSide, _ after: EvidenceSide) -> [Warning] {
        let sides = [("base", before), ("head", after)].filter { $0.1.files.isEmpty }
        guard !sides.isEmpty else { return [] }
        let names = sides.map { "the \($0.0) \($0.1.sha.prefix(12))" }.joined(separator: " and of ")
        return [Warning("noEvidence", "The runs of \(names) came without evidence; \(advice).")]
    }
}
