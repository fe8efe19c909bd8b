/// The names in a ref.
enum RefName {
    /// The branch or tag of a ref; other texts as they are.
    static func short(_ ref: String?) -> String? {
        guard let ref else { return nil }
        for prefix in ["refs/heads/", "refs/tags/"] where ref.hasPrefix(prefix) {
            return String(ref.dropFirst(prefix.count))
        }
        return ref
    }

    /// The number in `refs/pull/12/merge`.
    static func changeRequest(_ ref: String?) -> Int? {
        let parts = (ref ?? "").split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "refs", parts[1] == "pull" else { return nil }
        return Int(parts[2])
    }

    /// The path of a repository in its address: `owner/name` of `git@host:owner/name.git` and `https://host/owner/name`.
    static func repository(_ address: String?) -> String? {
        guard var rest = address?[...], !rest.isEmpty else { return nil }
        if let scheme = rest.firstRange(of: "://") {
            rest = rest[scheme.upperBound...].drop { $0 != "/" }
        } else if let colon = rest.firstIndex(of: ":") {
            rest = rest[rest.index(after: colon)...]
        } else {
            return nil
        }
        while rest.hasPrefix("/") { rest = rest.dropFirst() }
        while rest.hasSuffix("/") { rest = rest.dropLast() }
        if rest.hasSuffix(".git") { rest = rest.dropLast(4) }
        return rest.isEmpty ? nil : String(rest)
    }
}
