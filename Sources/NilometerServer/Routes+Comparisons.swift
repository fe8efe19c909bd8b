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
            id: "listEvidence",
            method: .get,
            path: "/api/v1/projects/{project}/runs/{run}/evidence",
            scope: .read,
            summary: "The files of evidence that came with a run, in their order.",
            query: pages,
            answer: .list("Evidence")
        ),
        Route(
            id: "getEvidence",
            method: .get,
            path: "/api/v1/projects/{project}/runs/{run}/evidence/{number}",
            scope: .read,
            summary: "One file of a run's evidence, decoded.",
            answer: .bytes("application/octet-stream")
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
