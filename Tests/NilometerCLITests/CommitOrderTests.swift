import Testing

@testable import nilometer

struct CommitOrderTests {
    @Test(arguments: [
        ([["a", "b", "c"]], ["a", "b", "c"]), ([["b", "d"], ["a", "b", "c", "d"]], ["a", "b", "c", "d"]),
        ([["a", "c"], ["b", "c", "d"]], ["a", "b", "c", "d"]), ([["a"], ["b"]], ["b", "a"]), ([[], ["a"]], ["a"]),
    ])
    func `what is new in a line goes between its neighbours`(lines: [[String]], expected: [String]) {
        var order = CommitOrder()
        for line in lines { order.add(line) }
        #expect(order.commits == expected)
    }

    @Test(arguments: 0..<50)
    func `parts of one line in any order of arrival give that line, when neighbours overlap`(seed: UInt64) {
        var state = seed
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let line = (0..<30).map { "c\($0)" }
        var order = CommitOrder()
        order.add(line)
        for _ in 0..<10 { order.add(line.filter { _ in random(2) == 0 }) }
        #expect(order.commits == line)
    }
}
