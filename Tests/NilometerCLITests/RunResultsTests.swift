import Foundation
import Testing

@testable import nilometer

struct RunResultsTests {
    @Test func `what commands print is a file each, empty ones left out`() {
        let files = RunResults.files(of: [Data("a".utf8), Data(), Data("b".utf8)])
        #expect(files.map(\.name) == ["output-1.txt", "output-3.txt"])
        #expect(RunResults.files(of: [Data("a".utf8)]).map(\.name) == ["output.txt"])
        #expect(RunResults.files(of: [Data()]).isEmpty)
    }

    @Test func `only files that changed are results, whatever the clock says`() throws {
        let folder = try TemporaryFolder()
        try folder.write("old", to: "a.txt", "b.txt")
        let finder = RunResults(patterns: [folder.path + "/*.txt"])
        let marks = finder.marks()
        #expect(throws: CommandError.self) { try finder.files(printed: [], changedSince: marks) }
        // Written anew with the same size, in another file: the number of the file tells.
        try folder.write("new", to: "c.txt", "next")
        try FileManager.default.removeItem(atPath: folder.path + "/a.txt")
        try FileManager.default.moveItem(atPath: folder.path + "/next", toPath: folder.path + "/a.txt")
        #expect(try finder.files(printed: [], changedSince: marks).map(\.name) == ["a.txt", "c.txt"])
    }

    @Test func `files without a known format are left out, and nothing at all is an error`() throws {
        let output = Data("BenchmarkA 1 2 ns/op\n".utf8)
        let found = try RunResults.recognised([("a", Data("hello".utf8)), ("b", output)], format: nil)
        #expect(found.map(\.name) == ["b"])
        let error = #expect(throws: CommandError.self) {
            try RunResults.recognised([("a", Data("hello".utf8))], format: nil)
        }
        #expect(error?.sentence.contains("--results") == true)
        #expect(throws: CommandError.self) { try RunResults.recognised([], format: nil) }
    }

    @Test func `a folder with results of an earlier run is not added to`() throws {
        let folder = try TemporaryFolder()
        let saved = try RunFolder(folder.path + "/out")
        try saved.save(
            [("o.txt", Data("x".utf8)), ("a/o.txt", Data("y".utf8)), ("o.txt", Data("z".utf8))],
            ofRepetition: 1
        )
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/out/repeat-1").sorted()
        #expect(names == ["a-o.txt", "again-o.txt", "o.txt"])
        #expect(throws: CommandError.self) { try RunFolder(folder.path + "/out") }
    }
}
