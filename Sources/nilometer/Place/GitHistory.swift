/// The history that a place needs: the head's line and the merge base.
///
/// A shallow clone is deepened for it, step by step.
struct GitHistory {
    /// How many commits more than the clone has are asked for.
    static let steps = [50, 200, 1000]
    /// How long one fetch is waited for.
    static let patience = Duration.seconds(60)
    /// The length of a line that is long enough to place a run.
    static let enough = 50

    let clone: GitRepository
    let head: PlaceHead
    /// The branch that is compared with.
    let base: String?
    /// Whether a merge base is wanted.
    let isCompared: Bool

    /// Fetches what is missing, within bounds.
    ///
    /// - Returns: what is still missing, in a sentence.
    func completed(mayFetch: Bool) async -> String? {
        guard let lack = await lack() else { return nil }
        guard mayFetch, let remote = await clone.remote() else { return lack.sentence }
        let isShallow = await clone.isShallow()
        let known = await clone.line(of: "HEAD").count + 1
        for step in isShallow ? Self.steps : [0] {
            // The first brings what is new; later ones go on from where the history ends, because git leaves a branch whose
            // tip is there already at the depth that it has.
            let depth = step == Self.steps[0] ? "--depth=\(known + step)" : step > 0 ? "--deepen=\(step)" : nil
            let complaint = await fetch(remote, depth)
            guard let rest = await self.lack() else { return nil }
            if let complaint {
                return rest.sentence + " Fetching it failed: \(complaint.prefix(200))"
            }
        }
        return await self.lack()?.sentence
    }

    /// What is missing.
    private struct Lack {
        var sentence: String
    }

    private func lack() async -> Lack? {
        let isShallow = await clone.isShallow()
        if isShallow, let sha = head.sha {
            guard await clone.sha(sha) != nil else {
                return Lack(
                    sentence: "The clone is shallow and lacks the commit itself; fetch the history (fetch-depth: 0 in "
                        + "a checkout action)."
                )
            }
            let line = await clone.line(of: sha)
            if line.count < Self.enough, let last = line.last, await clone.sha(last) == nil {
                return Lack(
                    sentence:
                        "The clone is shallow, so that only \(TextShort.count(line.count, "older commit")) can be "
                        + "placed; fetch the history (git fetch --unshallow, or fetch-depth: 0 in a checkout action)."
                )
            }
        }
        if isShallow, let merged = head.mergedWith, await clone.sha(merged) == nil { return Lack(sentence: "") }
        guard isCompared, head.mergedWith == nil, let base, let measured = head.measured else { return nil }
        for tip in await clone.tips(of: base) where await !clone.mergeBases(measured, tip).isEmpty { return nil }
        return Lack(sentence: "")
    }

    /// Fetches the head and the base branch; gives what git complained of.
    private func fetch(_ remote: String, _ depth: String?) async -> String? {
        var arguments = ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules"]
        if let depth { arguments.append(depth) }
        arguments.append(remote)
        var wanted: [String] = []
        if let base, GitRepository.isBranch(base) {
            wanted.append("+refs/heads/\(base):refs/remotes/\(remote)/\(base)")
        }
        if let sha = head.sha, depth != nil { wanted.append(sha) }
        let answer = await clone.run(arguments + wanted, limit: Self.patience)
        if answer.isDone { return nil }
        guard !answer.isLate else { return "it took too long." }
        // A server may refuse commits that no ref points to.
        let second = await clone.run(arguments + wanted.prefix(1), limit: Self.patience)
        return second.isDone ? nil : Self.withoutSecrets(second.complaint)
    }

    /// A complaint without the name and the password that an address may hold.
    static func withoutSecrets(_ complaint: String) -> String {
        complaint.split(separator: " ", omittingEmptySubsequences: false).map { word in
            guard let scheme = word.firstRange(of: "://"), let sign = word.lastIndex(of: "@"), scheme.upperBound <= sign
            else { return String(word) }
            return word[..<scheme.upperBound] + "…" + word[sign...]
        }.joined(separator: " ")
    }
}
