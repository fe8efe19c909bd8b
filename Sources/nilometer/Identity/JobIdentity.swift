import Foundation
import NilometerClient
import Subprocess

/// The identity that the CI gives this job, asked for when the server is.
struct JobIdentity: IdentitySource, Equatable {
    /// How the CI gives it.
    enum Means: Equatable, Sendable {
        /// It is asked for at an address, with a token of the CI's own: GitHub.
        case request(address: String, token: String)
        /// It stands in a variable: GitLab, CircleCI, and whoever sets one.
        case variable(name: String, token: String)
        /// A program prints it: Buildkite.
        case program
    }

    /// What GitHub answers.
    private struct Given: Decodable { var value: String }

    let project: String
    let means: Means

    /// The identity that the variables promise; nil where there is none, or no project to use it for.
    static func found(in environment: [String: String], project: String?) -> JobIdentity? {
        guard let project, let means = means(environment.filter { !$0.value.isEmpty }) else { return nil }
        return JobIdentity(project: project, means: means)
    }

    private static func means(_ variables: [String: String]) -> Means? {
        if let token = variables["NILOMETER_ID_TOKEN"] { return .variable(name: "NILOMETER_ID_TOKEN", token: token) }
        if let address = variables["ACTIONS_ID_TOKEN_REQUEST_URL"],
            let token = variables["ACTIONS_ID_TOKEN_REQUEST_TOKEN"]
        {
            return .request(address: address, token: token)
        }
        if variables["BUILDKITE"] == "true", variables["BUILDKITE_AGENT_ACCESS_TOKEN"] != nil { return .program }
        if variables["CIRCLECI"] == "true", let token = variables["CIRCLE_OIDC_TOKEN_V2"] {
            return .variable(name: "CIRCLE_OIDC_TOKEN_V2", token: token)
        }
        return nil
    }

    func identityToken(for audience: String, asking: Question) async throws -> String {
        switch means {
        case .request(let address, let token): try await Self.asked(address, token, for: audience, asking)
        case .variable(let name, let token): try Self.checked(token, "The variable \(name) holds no identity token")
        case .program: try await Self.printed(for: audience)
        }
    }

    func refusal(of token: String, for audience: String, request: String?) -> String {
        let claims = JobClaims(of: token)
        let place = request.map { ", which has the reason under \($0)" } ?? ""
        return "\(audience) does not take this job's identity (\(claims.text)). If the project is to trust the job, an "
            + "administrator runs “\(claims.command(for: project))”. If it does already, see the server's log\(place)."
    }

    private static func asked(
        _ address: String,
        _ token: String,
        for audience: String,
        _ ask: Question
    ) async throws -> String {
        let free = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        let encoded = audience.addingPercentEncoding(withAllowedCharacters: free) ?? ""
        let whole = address + (address.contains("?") ? "&" : "?") + "audience=" + encoded
        let answer: (status: Int, body: Data)
        do {
            answer = try await ask(whole, ["authorization": "bearer \(token)", "accept": "application/json"])
        } catch is CancellationError { throw CancellationError() } catch {
            throw ClientError(.unreachable, detail: "The CI did not answer when it was asked for the job's identity.")
        }
        guard answer.status < 500 else {
            throw ClientError(
                .unreachable,
                detail: "The CI answered \(answer.status) when it was asked for the job's identity."
            )
        }
        guard answer.status == 200,
            let value = try? JSONDecoder().decode(Given.self, from: answer.body).value
        else {
            throw ClientError(
                .refused(status: answer.status),
                detail:
                    "The CI answered \(answer.status) and no identity token; the job needs “permissions: id-token: write”."
            )
        }
        return try checked(value, "The CI's answer holds no identity token")
    }

    private static func printed(for audience: String) async throws -> String {
        let sentence =
            "“buildkite-agent oidc request-token” gave no identity token; update the agent, or set NILOMETER_TOKEN"
        do {
            let result = try await Subprocess.run(
                .name("buildkite-agent"),
                arguments: ["oidc", "request-token", "--audience", audience],
                output: .string(limit: 65_536)
            )
            guard result.terminationStatus.isSuccess else { throw ClientError(.unreadable, detail: sentence + ".") }
            return try checked(result.standardOutput, sentence)
        } catch let error as ClientError { throw error } catch is CancellationError { throw CancellationError() } catch
        {
            throw ClientError(.unreadable, detail: sentence + ".")
        }
    }

    /// The token without the line end that files bring along.
    private static func checked(_ text: String, _ sentence: String) throws -> String {
        let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard token.split(separator: ".", omittingEmptySubsequences: false).count == 3,
            token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), !token.contains("\"")
        else { throw ClientError(.unreadable, detail: sentence + ".") }
        return token
    }
}
