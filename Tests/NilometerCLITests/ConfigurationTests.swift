import ArgumentParser
import Foundation
import NilometerCore
import NilometerFormats
import Testing

@testable import nilometer

/// A folder with files, which is removed when the test ends.
private struct Folder {
    let path: String

    /// Makes a folder of its own for `body`.
    static func with(_ files: [String: String], _ body: (Folder) throws -> Void) throws {
        let made = FileManager.default.temporaryDirectory.appendingPathComponent("configuration-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: made) }
        for (name, text) in files {
            let place = made.appendingPathComponent(name)
            let folder = name.hasSuffix("/") ? place : place.deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            if !name.hasSuffix("/") { try Data(text.utf8).write(to: place) }
        }
        try body(Folder(path: made.path))
    }
}

struct ConfigurationTests {
    private static let file = "project = \"p\"\nserver = \"https://file.example\"\nmachine = \"of the file\"\n"

    private func configuration(
        _ folder: Folder,
        in place: String = "",
        _ environment: [String: String] = [:],
        _ flags: Configuration.Flags = .init()
    ) throws -> Configuration {
        try Configuration(
            flags: flags,
            environment: ["XDG_CONFIG_HOME": folder.path + "/home"].merging(environment) { $1 },
            folder: folder.path + place
        )
    }

    @Test
    func
        `an option wins over its variable, that over the repository's file, that over the user's, that over what is built in`()
        throws
    {
        let files = [
            "r/.git/HEAD": "", "r/nilometer.toml": Self.file,
            "home/nilometer/nilometer.toml": "\nserver = \"https://user.example\"\n",
        ]
        try Folder.with(files) { folder in
            let environment = ["NILOMETER_SERVER": "https://variable.example"]
            let flagged = try configuration(folder, in: "/r", environment, .init(server: "https://flag.example"))
            #expect(flagged.server == Setting(value: "https://flag.example", origin: .flag("--server")))
            let varied = try configuration(folder, in: "/r", environment)
            #expect(varied.server == Setting(value: "https://variable.example", origin: .variable("NILOMETER_SERVER")))
            let filed = try configuration(folder, in: "/r", ["NILOMETER_SERVER": ""])
            #expect(
                filed.server == Setting(value: "https://file.example", origin: .repository("nilometer.toml", line: 2))
            )
            let own = folder.path + "/home/nilometer/nilometer.toml"
            let used = try configuration(folder, in: "/home")
            #expect(used.server == Setting(value: "https://user.example", origin: .user(own, line: 2)))
            let built = try configuration(folder, in: "/home", ["XDG_CONFIG_HOME": "relative", "HOME": folder.path])
            #expect(built.server == Setting(value: "http://127.0.0.1:7622", origin: .builtIn))
            #expect(built.project == nil && built.machine.value == "default")
        }
    }

    private static let places: [(files: [String], place: String, found: String?)] = [
        (["a/.git/HEAD", "a/nilometer.toml", "a/b/c/x"], "/a/b/c", "/a/nilometer.toml"),
        (["a/.git/HEAD", "a/nilometer.toml", "a/b/nilometer.toml", "a/b/c/x"], "/a/b/c", "/a/b/nilometer.toml"),
        // Above the repository's top nothing counts; a worktree's .git is a file.
        (["nilometer.toml", "a/.git/HEAD", "a/b/x"], "/a/b", nil),
        (["nilometer.toml", "a/.git", "a/b/x"], "/a/b", nil),
        (["a/.git/HEAD", "a/w/.git", "a/nilometer.toml", "a/w/x"], "/a/w", nil),
        // Outside of a repository only the folder itself counts.
        (["nilometer.toml", "a/x"], "/a", nil), (["nilometer.toml"], "", "/nilometer.toml"),
    ]

    @Test(arguments: places.indices)
    func `the nearest file up to the repository's top is found`(index: Int) throws {
        let place = Self.places[index]
        try Folder.with(Dictionary(uniqueKeysWithValues: place.files.map { ($0, "") })) { folder in
            let found = try DeclarationSearch.repositoryFile(from: folder.path + place.place)
            #expect(found == place.found.map { folder.path + $0 })
        }
    }

    @Test func `a folder of that name is told`() throws {
        try Folder.with(["nilometer.toml/": ""]) { folder in
            #expect(throws: CommandError.self) { try configuration(folder) }
        }
    }

    @Test func `a mistake is told with file and line, in the user's file too`() throws {
        try Folder.with(["nilometer.toml": "\nprojekt = \"a\"\n"]) { folder in
            let error = #expect(throws: CommandError.self) { try configuration(folder) }
            #expect(error?.sentence == "nilometer.toml, line 2: There is no “projekt”; did you mean “project”?")
            #expect(error?.status.rawValue == 2)
        }
        try Folder.with(["home/nilometer/nilometer.toml": "[[rule]]\nmost = 1\n"]) { folder in
            let error = #expect(throws: CommandError.self) { try configuration(folder) }
            #expect(error?.sentence.contains("line 1: “rule” belongs in a project's own") == true)
        }
    }

    @Test
    func
        `a token goes to a server that whoever starts the command named, not to one that a file in the repository names`()
        throws
    {
        try Folder.with(["nilometer.toml": Self.file]) { folder in
            let token = ["NILOMETER_TOKEN": " nlm_secret\n"]
            let error = #expect(throws: CommandError.self) { try configuration(folder, token).checkToken() }
            #expect(error?.sentence.contains("https://file.example, which only nilometer.toml, line 2 names") == true)
            #expect(error?.sentence.contains("nlm_secret") == false)
            try configuration(folder).checkToken()
            let named = try configuration(folder, token.merging(["NILOMETER_SERVER": "https://a.example"]) { $1 })
            try named.checkToken()
            #expect(named.token == Setting(value: "nlm_secret", origin: .variable("NILOMETER_TOKEN")))
            try configuration(folder, token, .init(server: "https://a.example")).checkToken()
        }
        let own = ["home/nilometer/nilometer.toml": "server = \"https://user.example\""]
        try Folder.with(own) { try configuration($0, ["NILOMETER_TOKEN": "nlm_x"]).checkToken() }
    }

    @Test func `rules are written as they are read`() throws {
        let text =
            "[[rule]]\nmetric = \"B/op\"\nsmallestChange = \"0.3 %\"\nmost = \"1.5 KiB\"\nclass = \"exact\"\nignore = false\n"
        let rule = try #require(try Declaration(text: text).rules.rules.first)
        #expect(RuleText.patterns(rule).map(\.text) == ["B/op"])
        #expect(
            RuleText.asks(rule).map { "\($0.key) \($0.text)" } == [
                "smallestChange 0.3 %", "most 1536 B", "class exact", "ignore false",
            ]
        )
        #expect(RuleText.asks(rule).allSatisfy { RuleText.askedKeys.contains($0.key) })
    }
}
