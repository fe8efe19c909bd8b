import Foundation
import NilometerCore

/// The commits of one project with their first parents, and the heads of its branches; ids are dense from 1.
///
/// Where a commit came without line or parent, or with a line that nothing ties to its branch, its oldest known ancestor is
/// *anchored*: placed behind another commit for the lines of that branch, until a line that comes later gives it a parent.
struct CommitGraph: Sendable {
    struct Node: Sendable {
        var sha: String
        var parent: Int?
        /// Whether nobody vouches for the parent: a line that somebody vouches for replaces it.
        var isClaimed = false
        /// What a commit without known parent was put behind; 0 is the beginning.
        var anchor: Int?
        /// The branch for which the anchor holds.
        var branch: String?
        /// The newest commit that came with it: the commit itself, or a descendant.
        var tip: Int?
        var committedAt: Double?
    }

    private(set) var nodes: [Node] = []
    private(set) var heads: [String: Int] = [:]
    private var ids: [String: Int] = [:]
    /// The anchored commits by what they are anchored to.
    private var anchored: [Int: [Int]] = [:]
    /// Ids of commits that differ from what is stored.
    private(set) var touched: Set<Int> = []
    /// Branches whose head differs from what is stored.
    private(set) var moved: Set<String> = []
    /// Whether a commit that was stored already got another place.
    private(set) var isRelinked = false
    private var storedCount = 0
    /// Whether the commit that was placed last gave a known one its parent.
    private var hasLinked = false

    /// Adds a commit as it is stored.
    mutating func load(_ node: Node) {
        append(node)
        storedCount = nodes.count
    }

    mutating func load(head: Int, of branch: String) { heads[branch] = head }

    /// Forgets what was touched, once it is stored.
    mutating func markStored() {
        touched = []
        moved = []
        isRelinked = false
        storedCount = nodes.count
    }

    func id(of sha: String) -> Int? { ids[sha] }

    /// The ids whose hash begins with a prefix, at most `limit`.
    func ids(prefix: String, limit: Int) -> [Int] {
        var found: [Int] = []
        for (index, node) in nodes.enumerated() where node.sha.hasPrefix(prefix) {
            found.append(index + 1)
            if found.count == limit { break }
        }
        return found
    }

    subscript(id: Int) -> Node { nodes[id - 1] }

    /// Gives a commit its place; says whether the place had to be assumed.
    ///
    /// - Complexity: O(line of the commit) where the commit follows the head, else also O(line of the branch).
    mutating func place(_ commit: Commit) -> (id: Int, isAssumed: Bool) {
        let knownBefore = nodes.count
        let id = link(commit)
        let isOwn = commit.mayLink || id > knownBefore
        if isOwn, let time = commit.committedAt?.timeIntervalSince1970, self[id].committedAt != time {
            nodes[id - 1].committedAt = time
            touched.insert(id)
        }
        let isAnchored = enter(id, into: commit.branch, sparing: commit.mayLink ? 0 : knownBefore)
        guard !isAnchored, commit.line.isEmpty else { return (id, isAnchored) }
        let root = self[ancestors(of: id).last ?? id]
        return (id, root.anchor != nil && root.branch == commit.branch)
    }

    /// Puts a commit on the line of its branch; says whether it had to be anchored.
    ///
    /// The first `spared` commits stay where they are.
    private mutating func enter(_ id: Int, into branch: String, sparing spared: Int) -> Bool {
        guard let head = heads[branch], !isAncestor(head, of: id) else {
            setHead(newest(from: id, on: branch), of: branch)
            return false
        }
        let line = line(of: branch)
        var isOnLine = [Bool](repeating: false, count: nodes.count + 1)
        for other in line { isOnLine[other] = true }
        if isOnLine[id] { return false }
        if let tie = ancestors(of: id).first(where: { isOnLine[$0] }) {
            if let follower = assumedFollower(of: tie, on: branch) {
                // What was only assumed to follow the tie follows the commit, which is known to.
                anchor(follower, to: id, branch: branch, tip: nodes[follower - 1].tip ?? follower)
            } else if !isOlder(id, than: head) {
                // The lines part: the branch was moved by force. The newer head counts.
                setHead(id, of: branch)
            }
            return false
        }
        // Nothing ties the commit to the branch: it is put behind what is not newer.
        let place = line.last { !isOlder(id, than: $0) } ?? 0
        let root = ancestors(of: id).last ?? id
        guard root > spared else {
            if place == line.last { setHead(id, of: branch) }
            return true
        }
        anchor(root, to: place, branch: branch, tip: id)
        if place == line.last { setHead(id, of: branch) }
        return true
    }

    /// Learns who the first parents of a commit are, without giving it to a branch.
    ///
    /// From an upload that may not link, commits that were known before stay as they are.
    ///
    /// - Complexity: O(line of the commit).
    mutating func learn(_ sha: String, line: [String], mayLink: Bool) {
        var commit = Commit(sha: sha, branch: "", line: line)
        commit.mayLink = mayLink
        _ = link(commit)
    }

    /// The known first-parent ancestors of a commit, newest first, itself included.
    func ancestors(of id: Int) -> [Int] {
        var found: [Int] = []
        var next: Int? = id
        while let current = next, found.count <= nodes.count {
            found.append(current)
            next = nodes[current - 1].parent
        }
        return found
    }

    /// The line of a branch, oldest first: the ancestors of its head, and what is anchored among them.
    ///
    /// - Complexity: O(commits of the project).
    func line(of branch: String) -> [Int] {
        guard let head = heads[branch] else { return [] }
        var isSeen = [Bool](repeating: false, count: nodes.count + 1)
        var backbone: [Int] = []
        var next: Int? = head
        while let current = next, current > 0, !isSeen[current] {
            isSeen[current] = true
            backbone.append(current)
            let node = nodes[current - 1]
            next = node.parent ?? (node.branch == branch ? node.anchor : nil)
        }
        guard !anchored.isEmpty else { return backbone.reversed() }
        var line: [Int] = []
        emitAnchored(to: 0, branch, &isSeen, &line)
        for current in backbone.reversed() {
            line.append(current)
            emitAnchored(to: current, branch, &isSeen, &line)
        }
        return line
    }

    /// A line, oldest first; empty when its end is not known.
    ///
    /// - Complexity: O(commits of the project).
    func line(_ asked: CommitLine) -> [Int] {
        var found = line(of: asked.branch)
        if let end = asked.end {
            guard let id = ids[end] else { return [] }
            found = found.firstIndex(of: id).map { Array(found[...$0]) } ?? ancestors(of: id).reversed()
        }
        guard let start = asked.start.flatMap({ ids[$0] }), let place = found.firstIndex(of: start) else {
            return found
        }
        return Array(found[place...])
    }

    /// Lays out what is anchored to a commit, each with the ancestors that came with it, and what is anchored to those.
    private func emitAnchored(to id: Int, _ branch: String, _ isSeen: inout [Bool], _ line: inout [Int]) {
        var stack = following(id, branch)
        while let current = stack.popLast() {
            let chain = ancestors(of: nodes[current - 1].tip ?? current)
            guard !chain.contains(where: { isSeen[$0] }) else { continue }
            for member in chain.reversed() {
                isSeen[member] = true
                line.append(member)
                stack.append(contentsOf: following(member, branch))
            }
        }
    }

    /// The commits anchored to one for a branch, which still have no parent; the first of the line last, as for a stack.
    private func following(_ id: Int, _ branch: String) -> [Int] {
        (anchored[id] ?? [])
            .filter {
                nodes[$0 - 1].branch == branch && nodes[$0 - 1].anchor == id && nodes[$0 - 1].parent == nil
            }
            .sorted { (time($0), $0) > (time($1), $1) }
    }

    /// When the newest of what came with an anchored commit was committed; 0 where unknown.
    private func time(_ id: Int) -> Double { nodes[(nodes[id - 1].tip ?? id) - 1].committedAt ?? 0 }

    /// The commit that stands behind another on the way to the head of a branch only because it was anchored there.
    private func assumedFollower(of id: Int, on branch: String) -> Int? {
        var next = heads[branch]
        var steps = 0
        while let current = next, current > 0, steps <= nodes.count {
            let node = nodes[current - 1]
            if node.parent == nil, node.branch == branch, node.anchor == id { return current }
            next = node.parent ?? (node.branch == branch ? node.anchor : nil)
            steps += 1
        }
        return nil
    }

    /// A commit, or the one that came earlier for the same branch and is now known to descend from it.
    private func newest(from id: Int, on branch: String) -> Int {
        guard hasLinked else { return id }
        let tips = anchored.values.joined().filter { nodes[$0 - 1].branch == branch }.compactMap { nodes[$0 - 1].tip }
        return tips.reduce(id) { isAncestor($0, of: $1) ? $1 : $0 }
    }

    /// Whether one commit is known to be older than another by their times.
    private func isOlder(_ id: Int, than other: Int) -> Bool {
        guard let own = self[id].committedAt, let time = self[other].committedAt else { return false }
        return own < time
    }

    private mutating func link(_ commit: Commit) -> Int {
        hasLinked = false
        var chain = [commit.sha]
        for sha in commit.line where sha != chain.last { chain.append(sha) }
        var parent: Int?
        for sha in chain.reversed() {
            if let known = ids[sha] {
                if commit.mayLink, let parent, parent != known { link(known, to: parent) }
                parent = known
            } else {
                append(Node(sha: sha, parent: parent, isClaimed: parent != nil && !commit.mayLink))
                parent = nodes.count
                touched.insert(nodes.count)
            }
        }
        return ids[commit.sha] ?? nodes.count
    }

    /// Gives a known commit its parent, unless it has one that somebody vouched for.
    private mutating func link(_ known: Int, to parent: Int) {
        guard nodes[known - 1].parent == nil || nodes[known - 1].isClaimed else { return }
        cutClaim(from: parent, to: known)
        if nodes[known - 1].parent == parent {
            nodes[known - 1].isClaimed = false
            touched.insert(known)
            return
        }
        guard !isAncestor(known, of: parent) else { return }
        nodes[known - 1].parent = parent
        nodes[known - 1].isClaimed = false
        hasLinked = true
        dropAnchor(of: ancestors(of: parent).last ?? parent)
        touched.insert(known)
        if known <= storedCount { isRelinked = true }
    }

    /// Forgets a parent that nobody vouches for where it makes a commit descend from its own child.
    private mutating func cutClaim(from parent: Int, to child: Int) {
        guard isAncestor(child, of: parent) else { return }
        let way = ancestors(of: parent).prefix { $0 != child }
        guard let cut = way.first(where: { nodes[$0 - 1].isClaimed }) else { return }
        nodes[cut - 1].parent = nil
        nodes[cut - 1].isClaimed = false
        touched.insert(cut)
        if cut <= storedCount { isRelinked = true }
    }

    /// Whether a commit is another or one of its ancestors.
    private func isAncestor(_ id: Int, of other: Int) -> Bool {
        var next: Int? = other
        var steps = 0
        while let current = next, steps <= nodes.count {
            if current == id { return true }
            next = nodes[current - 1].parent
            steps += 1
        }
        return false
    }

    private mutating func anchor(_ id: Int, to other: Int, branch: String, tip: Int) {
        nodes[id - 1].anchor = other
        nodes[id - 1].branch = branch
        nodes[id - 1].tip = tip
        anchored[other, default: []].append(id)
        touched.insert(id)
        if id <= storedCount { isRelinked = true }
    }

    /// Drops an anchor that turned out to point at a descendant, which then is what the branch ends with.
    private mutating func dropAnchor(of root: Int) {
        guard let anchor = nodes[root - 1].anchor, anchor > 0, isAncestor(root, of: anchor) else { return }
        if let branch = nodes[root - 1].branch, let head = heads[branch], isAncestor(head, of: anchor) {
            setHead(anchor, of: branch)
        }
        nodes[root - 1].anchor = nil
        touched.insert(root)
        if root <= storedCount { isRelinked = true }
    }

    private mutating func setHead(_ id: Int, of branch: String) {
        guard heads[branch] != id else { return }
        heads[branch] = id
        moved.insert(branch)
    }

    private mutating func append(_ node: Node) {
        nodes.append(node)
        ids[node.sha] = nodes.count
        if let anchor = node.anchor { anchored[anchor, default: []].append(nodes.count) }
    }
}
