import Foundation
import NilometerCore

/// The order of commits, stated plainly: a line says who the first parents are, and a branch is the line of its head.
struct CommitLines {
    private var parents: [String: String] = [:]
    /// The commits for whose parents nobody vouches: a line that somebody vouches for replaces them.
    private var claimed: Set<String> = []
    /// Where commits that nothing ties to their branch were put.
    private var assumed: [String: String] = [:]
    private var branchOfAssumed: [String: String] = [:]
    private var heads: [String: String] = [:]
    private(set) var times: [String: Date] = [:]
    private var known: Set<String> = []

    /// Gives a commit its place; says whether it had to be assumed.
    mutating func place(_ commit: Commit) -> Bool {
        if enter(commit) { return true }
        guard commit.line.isEmpty, let root = ancestors(of: commit.sha).last else { return false }
        return branchOfAssumed[root] == commit.branch
    }

    private mutating func enter(_ commit: Commit) -> Bool {
        // What nobody vouches for leaves the commits that were there before as they are.
        let spared = commit.mayLink ? [] : known
        learn([commit.sha] + commit.line, mayLink: commit.mayLink)
        if let time = commit.committedAt, !spared.contains(commit.sha) { times[commit.sha] = time }
        let own = ancestors(of: commit.sha)
        guard let head = heads[commit.branch], !own.contains(head) else {
            heads[commit.branch] = commit.sha
            return false
        }
        let line = Set(self.line(of: commit.branch))
        if line.contains(commit.sha) { return false }
        if !own.contains(where: line.contains), let root = own.last {
            if !spared.contains(root) {
                assumed[root] = head
                branchOfAssumed[root] = commit.branch
            }
            heads[commit.branch] = commit.sha
            return true
        }
        // The branch was moved by force: the newer head counts.
        if let time = times[commit.sha], let other = times[head], time < other { return false }
        heads[commit.branch] = commit.sha
        return false
    }

    /// Learns of commits that each has the next for its first parent; from an upload that may not link, known ones stay.
    mutating func learn(_ line: [String], mayLink: Bool) {
        let spared = mayLink ? [] : known
        known.formUnion(line)
        for (child, parent) in zip(line, line.dropFirst()).reversed()
        where child != parent && !spared.contains(child) {
            guard parents[child] == nil || mayLink && claimed.contains(child) else { continue }
            let way = walk(parent) { parents[$0] }
            if mayLink, let end = way.firstIndex(of: child), let cut = way[..<end].first(where: claimed.contains) {
                parents[cut] = nil
                claimed.remove(cut)
            }
            parents[child] = parent
            if mayLink { claimed.remove(child) } else { claimed.insert(child) }
        }
    }

    /// A line, oldest first; empty when its end is not known.
    func line(_ asked: CommitLine) -> [String] {
        var found = line(of: asked.branch)
        if let end = asked.end {
            found = found.firstIndex(of: end).map { Array(found[...$0]) } ?? ancestors(of: end).reversed()
        }
        return asked.start.flatMap { found.firstIndex(of: $0) }.map { Array(found[$0...]) } ?? found
    }

    /// A commit and the first parents that are known, newest first.
    func ancestors(of sha: String) -> [String] { known.contains(sha) ? walk(sha) { parents[$0] } : [] }

    /// A branch's commits, oldest first.
    func line(of branch: String) -> [String] {
        guard let head = heads[branch] else { return [] }
        return walk(head) { parents[$0] ?? assumed[$0] }.reversed()
    }

    /// The branches that have a head, by name.
    var branches: [String] { heads.keys.sorted() }

    private func walk(_ start: String, parent: (String) -> String?) -> [String] {
        var found: [String] = []
        var seen: Set<String> = []
        var next: String? = start
        while let current = next, seen.insert(current).inserted {
            found.append(current)
            next = parent(current)
        }
        return found
    }
}
