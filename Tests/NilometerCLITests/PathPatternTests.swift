import Foundation
import Testing

@testable import nilometer

struct PathPatternTests {
    private static func found(_ pattern: String, in folder: borrowing TemporaryFolder) -> [String] {
        let root = folder.path + "/"
        return (PathPattern(root + pattern)?.files() ?? []).map { String($0.dropFirst(root.count)) }
    }

    private static func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(
            to: "a.txt",
            "b.txt",
            "c.json",
            ".hidden.txt",
            "x/d.txt",
            "x/y/e.txt",
            "x/y/f.json",
            ".g/h.txt"
        )
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/x/round",
            withDestinationPath: folder.path
        )
        return folder
    }

    @Test(arguments: [
        ("*.txt", ["a.txt", "b.txt"]),
        ("?.json", ["c.json"]),
        ("*/*.txt", ["x/d.txt"]),
        ("**/*.txt", ["a.txt", "b.txt", "x/d.txt", "x/y/e.txt"]),
        ("x/**/*.txt", ["x/d.txt", "x/y/e.txt"]),
        ("x/**", ["x/d.txt", "x/y/e.txt", "x/y/f.json"]),
        ("**/y/*", ["x/y/e.txt", "x/y/f.json"]),
        (".*.txt", [".hidden.txt"]),
        ("*", ["a.txt", "b.txt", "c.json"]),
        ("nothing*", []),
        ("*/", ["a.txt", "b.txt", "c.json"]),
    ])
    func `patterns find files`(pattern: String, files: [String]) throws {
        let folder = try Self.folder()
        #expect(Self.found(pattern, in: folder) == files)
    }

    @Test func `a path without signs is no pattern`() { #expect(PathPattern("a/b.txt") == nil) }

    @Test func `a file whose name has a sign is taken as it is, and each file once`() throws {
        let folder = try Self.folder()
        try folder.write(to: "what?.txt")
        let named = [folder.path + "/what?.txt", folder.path + "/a.txt", folder.path + "/*.txt"]
        let paths = try UploadFiles.paths(of: named).map { URL(fileURLWithPath: $0).lastPathComponent }
        #expect(paths == ["what?.txt", "a.txt", "b.txt"])
    }

    @Test func `a pattern that nothing fits is an error`() throws {
        let folder = try Self.folder()
        #expect(throws: CommandError.self) { try UploadFiles.paths(of: [folder.path + "/*.csv"]) }
    }

    @Test func `no more bytes are read than are allowed, all files together`() throws {
        let folder = try TemporaryFolder()
        try folder.write("12345", to: "a", "b")
        var reader = UploadFiles(mostBytes: 10)
        #expect(try reader.read([folder.path + "/a", folder.path + "/b"]).map(\.name) == ["a", "b"])
        var short = UploadFiles(mostBytes: 9)
        #expect(throws: CommandError.self) { try short.read([folder.path + "/a", folder.path + "/b"]) }
    }

    @Test func `files with the same name in two folders are told apart`() throws {
        let folder = try TemporaryFolder()
        try folder.write(to: "a/r.txt", "b/r.txt", "b/s.txt")
        var reader = UploadFiles()
        let names = try reader.read([folder.path + "/*/*.txt"]).map(\.name)
        #expect(names == [folder.path + "/a/r.txt", folder.path + "/b/r.txt", "s.txt"])
    }
}
