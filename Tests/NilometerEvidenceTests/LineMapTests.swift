import NilometerCore
import Testing

@testable import NilometerEvidence

/// Lines of an earlier commit are followed through the hunks of a difference.
struct LineMapTests {
    private let map = LineMap(
        SourcePatch(files: [
            .init(
                oldPath: "users.go",
                newPath: "identity.go",
                hunks: [
                    .init(oldStart: 3, removed: [], newStart: 4, added: ["one", "two"]),
                    .init(oldStart: 9, removed: ["old"], newStart: 12, added: ["new"]),
                    .init(oldStart: 20, removed: ["a", "b"], newStart: 22, added: []),
                ]
            ),
            .init(
                oldPath: "gone.go",
                newPath: nil,
                hunks: [.init(oldStart: 1, removed: ["x"], newStart: 0, added: [])]
            ),
        ])
    )

    @Test(arguments: [(3, 3), (4, 6), (8, 10), (10, 12), (19, 21), (22, 22), (100, 100)])
    func `a line that was kept goes with its file`(old: Int, new: Int) {
        #expect(
            map.fate(of: SourcePlace(file: "users.go", line: old)) == .kept(SourcePlace(file: "identity.go", line: new))
        )
    }

    @Test(arguments: [("users.go", 9), ("users.go", 20), ("users.go", 21), ("gone.go", 1), ("gone.go", 7)])
    func `a line that was taken away is gone`(file: String, line: Int) {
        #expect(map.fate(of: SourcePlace(file: file, line: line)) == .gone)
    }

    @Test func `a file that does not differ keeps its lines`() {
        let place = SourcePlace(file: "other.go", line: 5)
        #expect(map.fate(of: place) == .kept(place))
        #expect(LineMap(nil).fate(of: place) == .kept(place) && !LineMap(nil).isKnown)
    }

    @Test func `new lines and what they replaced are known`() {
        let place = SourcePlace(file: "identity.go", line: 12)
        #expect(map.isAdded(place) && map.addedText(at: place) == "new")
        #expect(map.removedTexts(at: place) == ["old"])
        #expect(!map.isAdded(SourcePlace(file: "identity.go", line: 11)))
    }
}
