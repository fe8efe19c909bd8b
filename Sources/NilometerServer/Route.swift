import HTTPTypes
import NilometerCore

/// One address of the API: what it is called, who may use it, and what it takes and gives.
struct Route: Sendable {
    /// A parameter of the query.
    struct Parameter: Sendable {
        let name: String
        let summary: String
        var isRequired = false
    }

    /// What a body holds.
    enum Body: Sendable {
        /// A JSON object with these keys, the first `required` of them needed.
        case object([String], required: Int)
        /// An envelope, or a harness's own output.
        case upload
    }

    /// What the answer holds.
    enum Answer: Sendable {
        /// Nothing.
        case none
        /// One value of a shape.
        case one(String)
        /// A page of values of a shape.
        case list(String)
        /// Bytes of a content type.
        case bytes(String)
    }

    /// Its name in the OpenAPI document.
    let id: String
    let method: HTTPRequest.Method
    /// The path with names in braces.
    let path: String
    /// What a token must be allowed to do; nil for everybody.
    let scope: AccessToken.Scope?
    /// One sentence.
    let summary: String
    var query: [Parameter] = []
    var body: Body?
    var answer: Answer
    var status = 200

    /// The path as the router writes it.
    var pattern: String { path.replacing("{", with: ":").replacing("}", with: "") }

    /// Whether the route lies within one project.
    var isInProject: Bool { path.contains("{project}") }

    /// Whether a path is one of this route's.
    func matches(_ given: String) -> Bool {
        let parts = given.split(separator: "/")
        let own = path.split(separator: "/")
        return parts.count == own.count && zip(own, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }
}
