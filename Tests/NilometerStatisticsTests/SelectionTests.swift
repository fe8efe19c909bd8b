import NilometerStatistics
import Testing

struct SelectionTests {
    /// Few or many values, with few or many equal ones, in no order, rising, falling or rising and falling.
    private func values(_ seed: Int) -> [Double] {
        var generator = SplitMix(seed: UInt64(seed))
        let count = Int.random(in: 1...400, using: &generator)
        let kinds = Int.random(in: 1...500, using: &generator)
        let values = (0..<count).map { _ in Double(Int.random(in: -kinds...kinds, using: &generator)) / 7 }
        return switch seed % 4 {
        case 0: values
        case 1: values.sorted()
        case 2: values.sorted(by: >)
        default: values.sorted() + values.sorted(by: >)
        }
    }

    @Test(arguments: 0..<200)
    func `values are put into rising order, and any rank of them is found`(seed: Int) {
        let values = values(seed)
        let sorted = values.sorted()
        #expect(Selection.sorted(values) == sorted)
        for rank in Set([0, values.count / 3, values.count / 2, values.count - 1]) {
            var copy = values
            #expect(Selection.take(rank, from: &copy) == sorted[rank])
        }
        let middle = sorted.count / 2
        let median =
            sorted.count % 2 == 1 ? sorted[middle] : sorted[middle - 1] + (sorted[middle] - sorted[middle - 1]) / 2
        #expect(Median.of(values) == median)
    }
}
