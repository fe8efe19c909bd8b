import NilometerAPI
import NilometerClient
import NilometerCore

/// Asks a server to compare two revisions.
struct CompareCommits {
    let base: String
    let head: String

    /// Prints the comparison, and gives it.
    func show(in session: Session) async throws -> ComparisonView {
        let route = Route("projects", try session.project(), "compare", query: ["base": base, "head": head])
        let answer = try await session.client.get(route)
        let comparison: ComparisonView = try answer.value()
        try session.show(answer, as: ComparisonView.self) {
            CompareCommitsText(comparison: $0).text(on: session.output)
        }
        return comparison
    }
}
