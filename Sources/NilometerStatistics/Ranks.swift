/// Midranks of pooled values, doubled so that they are whole numbers.
public struct Ranks: Sendable, Equatable {
    /// The doubled midrank of each value, in the order given: 2 for the smallest of distinct values.
    public let doubled: [Int]
    /// The sizes of the groups of equal values, in rising order of value; all 1 when no two are equal.
    public let groups: [Int]

    /// Ranks the values; equal values share the mean of their ranks.
    ///
    /// Values that are not numbers are not for this type: their order is undefined.
    ///
    /// - Complexity: O(n log n).
    public init(of values: [Double]) {
        let order = values.indices.sorted { values[$0] < values[$1] || values[$0] == values[$1] && $0 < $1 }
        var doubled = [Int](repeating: 0, count: values.count)
        var groups: [Int] = []
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
            for place in start..<end { doubled[order[place]] = start + end + 1 }
            groups.append(end - start)
            start = end
        }
        self.doubled = doubled
        self.groups = groups
    }

    /// Whether two values are equal.
    public var hasTies: Bool { groups.contains { $0 > 1 } }

    /// The sum of t³ − t over the groups: what ties take from the variance of a rank sum.
    public var tieTerm: Double {
        groups.reduce(0) { sum, size in
            let size = Double(size)
            return sum + size * size * size - size
        }
    }
}
