/// Finds calls by caller and frame: a table of indexes with open addressing, a third as large as a dictionary.
struct StackCallTable: Sendable {
    /// Indexes of nodes, -1 where there is none; a power of two of them, at most three quarters used.
    private var slots: [Int32] = Array(repeating: -1, count: 64)
    /// Part of the hash, of the process's own secret, so that a writer of profiles cannot choose calls that collide.
    private let seed = UInt64(truncatingIfNeeded: 0.hashValue)

    /// The index of a call among `nodes`; nil where it is new.
    func index(of node: StackProfile.Node, in nodes: [StackProfile.Node]) -> Int32? {
        var slot = start(of: node)
        while slots[slot] >= 0 {
            let known = nodes[Int(slots[slot])]
            if known.parent == node.parent, known.frame == node.frame { return slots[slot] }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// Takes the last one of `nodes`, which is new, and returns its index.
    mutating func takeLast(of nodes: [StackProfile.Node]) -> Int32 {
        if nodes.count * 4 > slots.count * 3 {
            slots = Array(repeating: -1, count: slots.count * 2)
            for place in nodes.indices { put(place, of: nodes) }
        } else {
            put(nodes.count - 1, of: nodes)
        }
        return Int32(nodes.count - 1)
    }

    private mutating func put(_ place: Int, of nodes: [StackProfile.Node]) {
        var slot = start(of: nodes[place])
        while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Int32(place)
    }

    private func start(of node: StackProfile.Node) -> Int {
        let packed = UInt64(UInt32(bitPattern: node.parent)) << 32 | UInt64(UInt32(bitPattern: node.frame))
        var mixed = (packed ^ seed) &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 32)) &* 0xD6E8_FEB8_6659_FD93
        return Int(truncatingIfNeeded: (mixed ^ (mixed >> 32)) & UInt64(slots.count - 1))
    }
}
