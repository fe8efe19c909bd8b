public import NilometerCore

/// Aligns the stacks of two commits by the cheapest edits, conserving weights.
///
/// Files, lines, type arguments, numbers of closures and repetitions of a function in one stack (recursion) play no
/// part: stacks that are equal without them are matched first. What is left is matched pair by pair, cheapest first and
/// of equal cost the more equal weights first; a pair takes the smaller one of both weights, so that no unit is used
/// twice. A frame that comes or goes costs 1, one that changes its name 1, or ½ if the last part of the name stays. Pairs
/// are allowed whose edits cost at most half of the longer stack, and which share a frame. The greedy order does not
/// always find the least sum, but what it finds can be read off.
public struct StackAligner: Sendable {
    /// The largest number of stacks of a side that are compared by edits; lighter ones stay unmatched.
    public static let most = 800
    /// The largest number of frames that are compared, from the innermost one on.
    public static let depth = 64

    private var names: [String] = []
    private var ids: [String: Int] = [:]
    private var kins: [String] = []

    /// Makes an aligner.
    public init() {}

    /// The alignment of two profiles by one column of each; weights that are not positive are left out.
    ///
    /// `includes` says whether a stack, innermost frame first, takes part.
    ///
    /// - Precondition: each column is one of its profile.
    public mutating func alignment(
        of before: StackProfile,
        column beforeColumn: Int,
        with after: StackProfile,
        column afterColumn: Int,
        including includes: ([StackFrame]) -> Bool = { _ in true }
    ) -> StackAlignment {
        let old = stacks(of: before, column: beforeColumn, including: includes)
        let new = stacks(of: after, column: afterColumn, including: includes)
        var found = StackAlignment()
        found.before = old.map { $0.path.map { names[$0] } }
        found.after = new.map { $0.path.map { names[$0] } }
        found.gone = old.map(\.weight)
        found.new = new.map(\.weight)
        var places: [[Int]: Int] = [:]
        for (place, stack) in new.enumerated() { places[stack.path] = place }
        for (place, stack) in old.enumerated() {
            if let twin = places[stack.path] { Self.match(place, twin, cost: 0, in: &found) }
        }
        for pair in pairs(old: old, new: new, left: found) {
            Self.match(pair.before, pair.after, cost: pair.cost, in: &found)
        }
        return found
    }

    private struct Stack {
        var path: [Int]
        var weight: Double
    }

    private struct Pair {
        var before: Int
        var after: Int
        var cost: Double
        var unequal: Double
    }

    private static func match(_ before: Int, _ after: Int, cost: Double, in found: inout StackAlignment) {
        let weight = min(found.gone[before], found.new[after])
        guard weight > 0 else { return }
        found.gone[before] -= weight
        found.new[after] -= weight
        found.matches.append(StackAlignment.Match(before: before, after: after, weight: weight, cost: cost))
    }

    private mutating func stacks(
        of profile: StackProfile,
        column: Int,
        including includes: ([StackFrame]) -> Bool
    ) -> [Stack] {
        let frames = profile.frames.map { id(of: StackName.settled($0.function)) }
        var weights: [[Int]: Double] = [:]
        for node in profile.nodes.indices {
            let weight = profile.weight(of: node, column: column)
            guard weight > 0, includes(profile.stack(of: node)) else { continue }
            var path: [Int] = []
            var seen: Set<Int> = []
            var place = node
            while place >= 0 {
                let call = profile.nodes[place]
                let frame = frames[Int(call.frame)]
                if seen.insert(frame).inserted { path.append(frame) }
                place = Int(call.parent)
            }
            weights[path, default: 0] += weight
        }
        // The order of a dictionary differs from run to run, the answer must not.
        return weights.map { Stack(path: $0.key, weight: $0.value) }
            .sorted {
                guard $0.weight == $1.weight else { return $0.weight > $1.weight }
                return $0.path.lexicographicallyPrecedes($1.path)
            }
    }

    private mutating func id(of name: String) -> Int {
        if let known = ids[name] { return known }
        ids[name] = names.count
        names.append(name)
        kins.append(StackName.kin(name))
        return names.count - 1
    }

    private func pairs(old: [Stack], new: [Stack], left: StackAlignment) -> [Pair] {
        let gone = old.indices.filter { left.gone[$0] > 0 }.prefix(Self.most)
        let come = new.indices.filter { left.new[$0] > 0 }.prefix(Self.most)
        var pairs: [Pair] = []
        for before in gone {
            let path = Array(old[before].path.prefix(Self.depth))
            let members = Set(path)
            for after in come {
                let other = Array(new[after].path.prefix(Self.depth))
                let most = Double(max(path.count, other.count)) / 2
                guard other.contains(where: members.contains), let cost = cost(path, other, most: most) else {
                    continue
                }
                let unequal = abs(left.gone[before] - left.new[after])
                pairs.append(Pair(before: before, after: after, cost: cost, unequal: unequal))
            }
        }
        return pairs.sorted {
            ($0.cost, $0.unequal, $0.before, $0.after) < ($1.cost, $1.unequal, $1.before, $1.after)
        }
    }

    /// The cost of the cheapest edits from one stack to another; nil above `most`.
    private func cost(_ old: [Int], _ new: [Int], most: Double) -> Double? {
        guard abs(Double(old.count - new.count)) <= most else { return nil }
        var row = (0...new.count).map(Double.init)
        for (place, frame) in old.enumerated() {
            var diagonal = row[0]
            row[0] = Double(place + 1)
            for (column, other) in new.enumerated() {
                let change = frame == other ? 0 : kins[frame] == kins[other] ? 0.5 : 1
                let cost = min(diagonal + change, row[column] + 1, row[column + 1] + 1)
                diagonal = row[column + 1]
                row[column + 1] = cost
            }
            if row.allSatisfy({ $0 > most }) { return nil }
        }
        return row[new.count] <= most ? row[new.count] : nil
    }
}
