import HTTPTypes
import NilometerCore

/// The table of routes: the router, the OpenAPI document and the tests of access are made from it.
enum Routes {
    /// All routes.
    static let all: [Route] = service + projects + runs + series + comparisons + alerts + webhooks + tokens + trust

    /// The methods that a path knows.
    static func methods(at path: String) -> Set<String> {
        var methods = Set(all.filter { $0.matches(path) }.map(\.method.rawValue))
        if methods.contains("GET") { methods.insert("HEAD") }
        return methods
    }

    /// The route with an id.
    static func route(_ id: String) -> Route {
        guard let route = all.first(where: { $0.id == id }) else { preconditionFailure("There is no route \(id).") }
        return route
    }

    static let pages = [
        Route.Parameter(name: "limit", summary: "The size of a page, 1 to 1000."),
        Route.Parameter(name: "cursor", summary: "The next of the page before."),
    ]

    private static let service: [Route] = [
        Route(
            id: "health",
            method: .get,
            path: "/healthz",
            scope: nil,
            summary: "Whether the process answers.",
            answer: .one("Status")
        ),
        Route(
            id: "readiness",
            method: .get,
            path: "/readyz",
            scope: nil,
            summary: "Whether requests can be served; 503 while it stops.",
            answer: .one("Status")
        ),
        Route(
            id: "openapi",
            method: .get,
            path: "/api/v1/openapi.json",
            scope: nil,
            summary: "This document.",
            answer: .one("Document")
        ),
        Route(
            id: "install",
            method: .get,
            path: "/install",
            scope: nil,
            summary: "A shell script that fetches the command line from this server and puts it on the PATH.",
            answer: .bytes("text/x-shellscript")
        ),
        Route(
            id: "download",
            method: .get,
            path: "/download/{program}",
            scope: nil,
            summary: "The command line for a platform, such as nilometer-linux-x86_64.",
            answer: .bytes("application/octet-stream")
        ),
    ]

    private static let projects: [Route] = [
        Route(
            id: "listProjects",
            method: .get,
            path: "/api/v1/projects",
            scope: .read,
            summary: "The projects, by slug.",
            query: pages,
            answer: .list("Project")
        ),
        Route(
            id: "createProject",
            method: .post,
            path: "/api/v1/projects",
            scope: .admin,
            summary: "Makes a project.",
            body: .object(["slug", "name", "defaultBranch", "alertBudget"], required: 1),
            answer: .one("Project"),
            status: 201
        ),
        Route(
            id: "getProject",
            method: .get,
            path: "/api/v1/projects/{project}",
            scope: .read,
            summary: "One project.",
            answer: .one("Project")
        ),
        Route(
            id: "updateProject",
            method: .patch,
            path: "/api/v1/projects/{project}",
            scope: .admin,
            summary: "Changes name, default branch or the number of false alerts a month that are allowed.",
            body: .object(["name", "defaultBranch", "alertBudget"], required: 0),
            answer: .one("Project")
        ),
        Route(
            id: "getRates",
            method: .get,
            path: "/api/v1/projects/{project}/rates",
            scope: .read,
            summary:
                "How often points and alerts were false where that is known: re-runs, equal binaries, people's marks.",
            answer: .list("Rate")
        ),
        Route(
            id: "deleteProject",
            method: .delete,
            path: "/api/v1/projects/{project}",
            scope: .admin,
            summary: "Removes a project with all that is its own.",
            answer: .none,
            status: 204
        ),
        Route(
            id: "getRules",
            method: .get,
            path: "/api/v1/projects/{project}/rules",
            scope: .read,
            summary: "The rules, as the newest run of the default branch that had a nilometer.toml declares them.",
            answer: .one("Rules")
        ),
        Route(
            id: "listMachines",
            method: .get,
            path: "/api/v1/projects/{project}/machines",
            scope: .read,
            summary: "The names of machines that have runs.",
            query: pages,
            answer: .list("Name")
        ),
        Route(
            id: "listBranches",
            method: .get,
            path: "/api/v1/projects/{project}/branches",
            scope: .read,
            summary: "The branches that have runs.",
            query: pages,
            answer: .list("Name")
        ),
        Route(
            id: "listBenchmarks",
            method: .get,
            path: "/api/v1/projects/{project}/benchmarks",
            scope: .read,
            summary: "The names of benchmarks.",
            query: pages,
            answer: .list("Name")
        ),
        Route(
            id: "getCommit",
            method: .get,
            path: "/api/v1/projects/{project}/commits/{sha}",
            scope: .read,
            summary: "A commit with its parent, runs and changes.",
            answer: .one("Commit")
        ),
        Route(
            id: "export",
            method: .get,
            path: "/api/v1/projects/{project}/export",
            scope: .read,
            summary:
                "Every run with its readings, one JSON object a line, newest first; the last line has eof and count.",
            query: filters(["branch", "machine"]),
            answer: .bytes("application/x-ndjson")
        ),
    ]

    private static let runs: [Route] = [
        Route(
            id: "uploadRun",
            method: .post,
            path: "/api/v1/projects/{project}/runs",
            scope: .upload,
            summary: "Stores a run: an envelope, or a harness's own output with ?commit=.",
            query: upload,
            body: .upload,
            answer: .one("Run"),
            status: 201
        ),
        Route(
            id: "listRuns",
            method: .get,
            path: "/api/v1/projects/{project}/runs",
            scope: .read,
            summary: "The runs, newest first.",
            query: filters(["commit", "branch", "machine"]) + pages,
            answer: .list("Run")
        ),
        Route(
            id: "getRun",
            method: .get,
            path: "/api/v1/projects/{project}/runs/{run}",
            scope: .read,
            summary: "One run.",
            answer: .one("Run")
        ),
        Route(
            id: "deleteRun",
            method: .delete,
            path: "/api/v1/projects/{project}/runs/{run}",
            scope: .admin,
            summary: "Deletes a run; its series are swept again.",
            answer: .none,
            status: 204
        ),
        Route(
            id: "listReadings",
            method: .get,
            path: "/api/v1/projects/{project}/runs/{run}/readings",
            scope: .read,
            summary: "The readings of a run, in the order stored.",
            query: pages,
            answer: .list("Reading")
        ),
        Route(
            id: "getSource",
            method: .get,
            path: "/api/v1/projects/{project}/runs/{run}/source",
            scope: .read,
            summary: "The upload as it came.",
            answer: .bytes("application/octet-stream")
        ),
    ]

    private static let series: [Route] = [
        Route(
            id: "listSeries",
            method: .get,
            path: "/api/v1/projects/{project}/series",
            scope: .read,
            summary: "The series, by benchmark, parameters, metric and machine.",
            query: filters(["benchmark", "metric", "machine", "branch"]) + pages,
            answer: .list("Series")
        ),
        Route(
            id: "getSeries",
            method: .get,
            path: "/api/v1/projects/{project}/series/{series}",
            scope: .read,
            summary: "One series.",
            answer: .one("Series")
        ),
        Route(
            id: "getPoints",
            method: .get,
            path: "/api/v1/projects/{project}/series/{series}/points",
            scope: .read,
            summary: "The points along a branch, in columns, oldest first.",
            query: filters(["branch"]),
            answer: .one("Points")
        ),
        Route(
            id: "listBridges",
            method: .get,
            path: "/api/v1/projects/{project}/series/{series}/bridges",
            scope: .read,
            summary: "By what factor the series reads above those of other hosts under the same machine's name.",
            query: filters(["branch"]),
            answer: .list("Bridge")
        ),
        Route(
            id: "listChangesOfSeries",
            method: .get,
            path: "/api/v1/projects/{project}/series/{series}/changes",
            scope: .read,
            summary: "The changes of one series.",
            query: filters(["state", "branch"]) + pages,
            answer: .list("Change")
        ),
        Route(
            id: "getDetectability",
            method: .get,
            path: "/api/v1/projects/{project}/series/{series}/power",
            scope: .read,
            summary: "The smallest steps that would be confirmed within 1, 5 and 10 runs, four times in five.",
            query: filters(["branch"]),
            answer: .one("Detectability")
        ),
        Route(
            id: "listBlindSeries",
            method: .get,
            path: "/api/v1/projects/{project}/blind",
            scope: .read,
            summary: "The series with enough runs in which not even a step of 50 % would be confirmed within 10 runs.",
            query: filters(["benchmark", "metric", "machine"]) + pages,
            answer: .list("Series")
        ),
        Route(
            id: "listChanges",
            method: .get,
            path: "/api/v1/projects/{project}/changes",
            scope: .read,
            summary: "The changes; retracted ones only when asked for by state.",
            query: filters(["benchmark", "metric", "machine", "state", "branch", "commit"]) + pages,
            answer: .list("Change")
        ),
    ]

    private static let tokens: [Route] = [
        Route(
            id: "listTokens",
            method: .get,
            path: "/api/v1/tokens",
            scope: .admin,
            summary: "The tokens, oldest first, never their text.",
            query: pages,
            answer: .list("Token")
        ),
        Route(
            id: "createToken",
            method: .post,
            path: "/api/v1/tokens",
            scope: .admin,
            summary: "Makes a token; its text is shown once.",
            body: .object(["name", "scopes", "project", "expiresAt"], required: 2),
            answer: .one("Token"),
            status: 201
        ),
        Route(
            id: "deleteToken",
            method: .delete,
            path: "/api/v1/tokens/{token}",
            scope: .admin,
            summary: "Revokes a token, at once.",
            answer: .none,
            status: 204
        ),
    ]

    private static let upload = [
        Route.Parameter(name: "commit", summary: "The commit; needed unless the body is an envelope."),
        Route.Parameter(name: "branch", summary: "The branch; the project's default branch unless given."),
        Route.Parameter(name: "machine", summary: "The machine's name; default unless given."),
        Route.Parameter(name: "format", summary: "The format's id; auto unless given."),
        Route.Parameter(name: "line", summary: "The first-parent ancestors, comma-separated, newest first."),
        Route.Parameter(name: "parent", summary: "The first parent, where the line is not known."),
        Route.Parameter(name: "committedAt", summary: "When it was committed, RFC 3339."),
        Route.Parameter(name: "job", summary: "The CI's job."),
        Route.Parameter(name: "attempt", summary: "The job's attempt, a whole number."),
        Route.Parameter(name: "part", summary: "The part of a matrix."),
        Route.Parameter(name: "base", summary: "The merge base of a change request."),
        Route.Parameter(name: "baseBranch", summary: "The branch that a change request goes to."),
        Route.Parameter(name: "changeRequest", summary: "The number of the change request."),
        Route.Parameter(name: "wait", summary: "Answer once the run was swept, at most after this time, such as 5s."),
    ]

    static func filters(_ names: [String]) -> [Route.Parameter] {
        names.map { Route.Parameter(name: $0, summary: "Only those of this \($0).") }
    }
}
