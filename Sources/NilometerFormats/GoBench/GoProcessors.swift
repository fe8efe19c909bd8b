/// Tells which names of one package end in the number of processors, `-N`, that the `testing` package adds.
///
/// The number is left out when it is 1, and a name may itself end so: `Join/ends-20`. It is taken off where all names of
/// the package end in the same number, or where a list of numbers (`-cpu 1,2,4`) is evident.
struct GoProcessors {
    /// The names without their number, by the name as printed; a name that keeps its end is not here.
    private(set) var bases: [String: (base: String, count: Int)] = [:]
    /// The number that all results of the package agree on; nil when none is printed or several are.
    private(set) var agreed: Int?
    /// Whether the package was measured with several numbers of processors.
    private(set) var areSeveral = false

    /// Judges the names of one package.
    ///
    /// - Complexity: O(names).
    init(names: Set<String>) {
        var ends: [String: (base: String, count: Int)] = [:]
        for name in names { ends[name] = Self.end(of: name) }
        let counts = Set(ends.values.map(\.count))
        if ends.count == names.count, counts.count == 1 {
            bases = ends
            agreed = counts.first
            return
        }
        // `A` beside `A-2`: the second is the first with two processors.
        let beside = ends.filter { names.contains($0.value.base) }
        if !beside.isEmpty {
            bases = beside
            areSeveral = true
            return
        }
        // `A-2 A-4 B-2 B-4`: every name ends so, and no benchmark leaves the list of the one with the most.
        guard ends.count == names.count, counts.count > 1 else { return }
        let lists = Dictionary(grouping: ends.values, by: \.base).mapValues { Set($0.map(\.count)) }
        guard let longest = lists.values.max(by: { $0.count < $1.count }), longest.isSuperset(of: counts) else {
            return
        }
        bases = ends
        areSeveral = true
    }

    /// The name and the number of a name that ends in `-N`; nil where it does not.
    static func end(of name: String) -> (base: String, count: Int)? {
        let bytes = name.utf8
        guard let dash = bytes.lastIndex(of: UInt8(ascii: "-")) else { return nil }
        let digits = bytes[bytes.index(after: dash)...]
        guard let first = digits.first, first != UInt8(ascii: "0"), digits.allSatisfy({ $0 &- 0x30 < 10 }),
            let count = Int(String(name[bytes.index(after: dash)...]))
        else { return nil }
        return (String(name[..<dash]), count)
    }
}
