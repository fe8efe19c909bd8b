import HTTPTypes
import NilometerCore

extension Routes {
    static let comparisons: [Route] = [
        Route(
            id: "compare",
            method: .get,
            path: "/api/v1/projects/{project}/compare",
            scope: .read,
            summary: "Every benchmark of two revisions with a verdict; says which runs were used and why.",
            query: [
                Route.Parameter(name: "base", summary: "The old side: a commit, a branch or a run.", isRequired: true),
                Route.Parameter(name: "head", summary: "The new side.", isRequired: true),
            ],
            answer: .one("Comparison")
        ),
        Route(
            id: "explain",
            method: .get,
            path: "/api/v1/projects/{project}/explanations",
            scope: .read,
            summary: "Where and why each benchmark that got worse between two revisions did, by their runs' evidence.",
            query: [
                Route.Parameter(name: "base", summary: "The old side: a commit, a branch or a run.", isRequired: true),
                Route.Parameter(name: "head", summary: "The new side.", isRequired: true),
            ] + filters(["benchmark", "metric", "machine"]),
            answer: .one("Explanations")
        ),
        Route(
            id: "getVerdict",
            method: .get,
            path: "/api/v1/projects/{project}/runs/{run}/verdict",
            scope: .read,
            summary: "The run compared with what its line was before it.",
            answer: .one("Comparison")
        ),
    ]
}
