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
            let complaint = await fetch(remote, depth: step == 0 ? nil : known + step)
            guard let rest = await self.lack() else { return nil }
            if let complaint {
                return [rest.sentence, "Fetching it failed: \(complaint.prefix(200))"].compactMap(\.self)
                    .joined(separator: " ")
            }
        }
        return await self.lack()?.sentence
    }

    /// What is missing.
    private struct Lack {
        /// In a sentence, where nothing else says it.
        var sentence: String?
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
        if isShallow, let merged = head.mergedWith, await clone.sha(merged) == nil { return Lack() }
        guard isCompared, head.mergedWith == nil, let base, let measured = head.measured else { return nil }
        for tip in await clone.tips(of: base) where await !clone.mergeBases(measured, tip).isEmpty { return nil }
        return Lack()
    }

    /// Fetches the base branch, then the head; gives what git complained of.
    ///
    /// Two fetches, since git deepens one of two that are asked for together; in this order, since the second end of
    /// history may cut off what the first one brought, but never where the two meet.
    private func fetch(_ remote: String, depth: Int?) async -> String? {
        let arguments =
            ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules"] + (depth.map { ["--depth=\($0)"] } ?? [])
            + [remote]
        if let base, GitRepository.isBranch(base) {
            let answer = await clone.run(
                arguments + ["+refs/heads/\(base):refs/remotes/\(remote)/\(base)"],
                limit: Self.patience
            )
            if !answer.isDone { return complaint(answer) }
        }
        guard let sha = head.sha, depth != nil else { return nil }
        let answer = await clone.run(arguments + [sha], limit: Self.patience)
        guard !answer.isDone, !answer.isLate else { return answer.isLate ? complaint(answer) : nil }
        // A server may refuse commits that no ref points to.
        let second = await clone.run(arguments, limit: Self.patience)
        return second.isDone ? nil : complaint(second)
    }

    private func complaint(_ answer: GitRepository.Answer) -> String {
        answer.isLate ? "it took too long." : Self.withoutSecrets(answer.complaint)
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
