import HTTPTypes
import NilometerCore

extension Routes {
    static let trust: [Route] = [
        Route(
            id: "listTrust",
            method: .get,
            path: "/api/v1/projects/{project}/trust",
            scope: .admin,
            summary: "Whose identity tokens are taken for uploads, oldest first.",
            query: pages,
            answer: .list("TrustRule")
        ),
        Route(
            id: "createTrust",
            method: .post,
            path: "/api/v1/projects/{project}/trust",
            scope: .admin,
            summary: "Trusts the jobs of a CI: its issuer, and the claims that must hold.",
            body: .object(
                ["name", "issuer", "claims", "provider", "audience", "branch", "scopes", "jwks"],
                required: 3
            ),
            answer: .one("TrustRule"),
            status: 201
        ),
        Route(
            id: "deleteTrust",
            method: .delete,
            path: "/api/v1/projects/{project}/trust/{rule}",
            scope: .admin,
            summary: "Ends a trust, and the tokens that were given by it, at once.",
            answer: .none,
            status: 204
        ),
        Route(
            id: "exchangeIdentity",
            method: .post,
            path: "/api/v1/auth/oidc",
            scope: nil,
            summary: "Gives a token of 15 minutes for an identity token that a trust rule takes (RFC 8693).",
            body: .object(["grant_type", "subject_token_type", "subject_token", "project"], required: 4),
            answer: .one("ExchangedToken")
        ),
    ]
}
