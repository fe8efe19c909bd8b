import NilometerCore

extension Vouched {
    /// What a git reference names.
    private enum Reference {
        case branch(String)
        case tag(String)
        case change(Int)

        init?(_ text: String) {
            if text.hasPrefix("refs/heads/"), text.utf8.count > 11 {
                self = .branch(String(text.dropFirst(11)))
            } else if text.hasPrefix("refs/tags/"), text.utf8.count > 10 {
                self = .tag(String(text.dropFirst(10)))
            } else {
                let parts = text.split(separator: "/")
                guard parts.count == 4, parts[0] == "refs", ["pull", "merge-requests"].contains(parts[1]),
                    let number = Int(parts[2]), number > 0
                else { return nil }
                self = .change(number)
            }
        }
    }

    /// What the claims of a token that a rule takes vouch for.
    ///
    /// - Throws: `IdentityRefusal` `claims` when they do not say what the job runs for, `branch` when the rule does not
    ///   allow any branch that they name.
    static func of(_ claims: [String: String], by rule: TrustRule) throws(IdentityRefusal) -> Vouched {
        let claims = claims.filter { !$0.value.isEmpty }
        var vouched: Vouched
        switch rule.provider {
        case .github: vouched = try github(claims, rule.id)
        case .gitlab: vouched = try gitlab(claims, rule.id)
        case .buildkite: vouched = try buildkite(claims, rule.id)
        case .circleci: vouched = circle(claims, rule.id)
        case .generic:
            // It says nothing of branches: the default one is open to a rule that names it.
            vouched = Vouched(rule: rule.id, subject: claims["sub"] ?? rule.name, mayBeDefault: rule.branch != nil)
        }
        guard let pattern = rule.branch else { return vouched }
        vouched.pattern = pattern
        if let branches = vouched.branches {
            let fitting = branches.filter { Glob(pattern).fits($0) }
            guard !fitting.isEmpty else {
                let named = branches.map(IdentityRefusal.shown).joined(separator: ", ")
                throw IdentityRefusal(.branch, "it is of the branch \(named), the rule \(rule.id) wants “\(pattern)”")
            }
            vouched.branches = fitting
        }
        return vouched
    }

    private static func github(_ claims: [String: String], _ rule: String) throws(IdentityRefusal) -> Vouched {
        let event = claims["event_name"] ?? ""
        var vouched = Vouched(rule: rule, subject: claims["repository"] ?? claims["sub"] ?? "a repository")
        // A job that follows another one speaks for the work of that one, which may come from anywhere.
        let reference = claims["ref"].flatMap(Reference.init)
        if event == "workflow_run" {
            if case .branch? = reference { vouched.defaultCommit = claims["sha"] }
            return vouched
        }
        vouched.run = claims["run_id"]
        // A merge queue's branch is of several, of which a run may name one.
        vouched.knowsChangeRequest = event != "merge_group"
        if event.hasPrefix("pull_request") {
            // The claim sha is of a merge made for the test, or of the base: the head is in none of the claims.
            guard let head = claims["head_ref"] else {
                throw IdentityRefusal(.claims, "it is of a change request and lacks head_ref")
            }
            vouched.branches = [head]
            if case .change(let number)? = reference {
                vouched.changeRequest = number
                vouched.branches?.append("pull/\(number)")
            } else {
                vouched.knowsChangeRequest = false
            }
            return vouched
        }
        vouched.commit = claims["sha"]
        switch reference {
        case .branch(let name)?:
            vouched.branches = [name]
            vouched.mayBeDefault = true
        case .tag(let name)?: vouched.branches = tagged(name)
        case .change(let number)?:
            vouched.branches = ["pull/\(number)"]
            vouched.changeRequest = number
            vouched.commit = nil
        case nil: throw IdentityRefusal(.claims, "its ref names no branch, tag or change request")
        }
        return vouched
    }

    private static func gitlab(_ claims: [String: String], _ rule: String) throws(IdentityRefusal) -> Vouched {
        guard let name = claims["ref"], let type = claims["ref_type"] else {
            throw IdentityRefusal(.claims, "it lacks ref or ref_type")
        }
        var vouched = Vouched(rule: rule, subject: claims["project_path"] ?? claims["sub"] ?? "a project")
        vouched.run = claims["job_id"]
        let reference = claims["ref_path"].flatMap(Reference.init)
        let isChange: Bool
        if case .change(let number)? = reference {
            isChange = true
            vouched.changeRequest = number
            vouched.knowsChangeRequest = true
        } else {
            isChange = claims["pipeline_source"] == "merge_request_event"
        }
        // The commit of a merge request's pipeline may be a merge made for the test.
        if !isChange { vouched.commit = claims["sha"] }
        vouched.branches = type == "tag" ? tagged(name) : [name]
        // Without its source, a pipeline of a merge request could not be told from one of the branch.
        vouched.mayBeDefault = type == "branch" && !isChange && claims["pipeline_source"] != nil
        return vouched
    }

    private static func buildkite(_ claims: [String: String], _ rule: String) throws(IdentityRefusal) -> Vouched {
        guard let branch = claims["build_branch"] else { throw IdentityRefusal(.claims, "it lacks build_branch") }
        let names = [claims["organization_slug"], claims["pipeline_slug"]].compactMap(\.self)
        var vouched = Vouched(rule: rule, subject: names.isEmpty ? "a pipeline" : names.joined(separator: "/"))
        // Builds that people start may be of “HEAD”.
        vouched.commit = claims["build_commit"].flatMap { commit in
            commit.utf8.count >= 40 && commit.utf8.allSatisfy { $0.isHexDigit } ? commit : nil
        }
        vouched.run = claims["job_id"]
        let tag = claims["build_tag"]
        vouched.branches = [branch] + (tag.map(tagged) ?? [])
        vouched.mayBeDefault = tag == nil
        return vouched
    }

    /// What runs of a tag may name as their branch.
    private static func tagged(_ name: String) -> [String] { ["tag:" + name, "tags/" + name, name] }

    private static func circle(_ claims: [String: String], _ rule: String) -> Vouched {
        let project = claims["oidc.circleci.com/vcs-origin"] ?? claims["oidc.circleci.com/project-id"]
        var vouched = Vouched(rule: rule, subject: project ?? "a project")
        switch claims["oidc.circleci.com/vcs-ref"].flatMap(Reference.init) {
        case .branch(let name)?:
            vouched.branches = [name]
            vouched.mayBeDefault = true
        case .tag(let name)?: vouched.branches = tagged(name)
        case .change(let number)?:
            vouched.branches = ["pull/\(number)"]
            vouched.changeRequest = number
            vouched.knowsChangeRequest = true
        case nil: break
        }
        return vouched
    }
}

extension UInt8 {
    /// Whether it is a digit of a hash.
    fileprivate var isHexDigit: Bool {
        (0x30...0x39).contains(self) || (0x61...0x66).contains(self) || (0x41...0x46).contains(self)
    }
}
