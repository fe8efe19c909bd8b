import ArgumentParser
import Foundation
import NilometerAPI
import NilometerClient
import NilometerCore

extension TrustCommand {
    /// Adds a rule.
    struct Add: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "Trusts the jobs of one CI project.",
            discussion: """
                nilometer trust add --github octo/parser --repository-id 1296269
                nilometer trust add --gitlab group/parser --project-id 42 --host https://gitlab.example
                nilometer trust add --buildkite acme/parser --organization-id 0184…
                nilometer trust add --circleci --organization-id 5f1… --project-id 8c2…
                nilometer trust add --issuer https://jenkins.example/oidc --claim sub=https://jenkins.example/job/parser/ \
                --branch main
                """
        )

        @OptionGroup var options: ServerOptions
        @OptionGroup var facts: TrustOptions

        func perform(in session: Session) async throws {
            let project = try session.project()
            let draft = try facts.draft()
            let answer = try await session.client.post(Route("projects", project, "trust"), draft)
            let server = session.client.server
            try session.show(answer, as: TrustRuleView.self) { rule in
                "\(rule.id): \(rule.name) may upload to \(project) without a secret\n" + Self.next(rule)
            }
            let made = try answer.value(TrustRuleView.self)
            if draft.audience == nil, made.provider != .circleci, made.audience != server {
                Output.tell(
                    "The server calls itself \(made.audience), and you reach it as \(server). Jobs ask for tokens for the "
                        + "address that they use: start nilometerd with --public-url \(server), or give --audience \(server)."
                )
            }
        }

        private static func next(_ rule: TrustRuleView) -> String {
            switch rule.provider {
            case .github: "the job needs: permissions: {contents: read, id-token: write}\n"
            case .gitlab: "the job needs: id_tokens: {NILOMETER_ID_TOKEN: {aud: \"\(rule.audience)\"}}\n"
            case .buildkite: "the job needs nothing: nilometer asks the agent\n"
            case .circleci: "the job needs a context, so that it has CIRCLE_OIDC_TOKEN_V2\n"
            case .generic: "the job needs NILOMETER_ID_TOKEN: a token of its issuer for \(rule.audience)\n"
            }
        }
    }
}
