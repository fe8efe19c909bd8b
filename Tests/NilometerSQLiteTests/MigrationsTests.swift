import Crypto
import Foundation
import Testing

@testable import NilometerSQLite

struct MigrationsTests {
    private static var tests: URL { URL(fileURLWithPath: #filePath).deletingLastPathComponent() }

    private static var folder: URL {
        tests.deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("migrations/sqlite")
    }

    @Test func `every script of the folder is in the list, in order, byte for byte`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted()
        #expect(Migrations.all.map(\.version) == Array(1...names.count))
        for (name, migration) in zip(names, Migrations.all) {
            #expect(name.hasPrefix(migration.version < 10 ? "v0\(migration.version)_" : "v\(migration.version)_"))
            let bytes = try Data(contentsOf: Self.folder.appendingPathComponent(name))
            #expect(Array(bytes) == migration.script, "\(name)")
        }
    }

    /// A database refuses a script that was edited after it was applied, so a released one must stay as it is.
    ///
    /// Before the first release: `cd migrations/sqlite && sha256sum v*.sql > ../../Tests/NilometerSQLiteTests/Fixtures/migrations.sha256`.
    @Test func `every script has the checksum that was recorded for it`() throws {
        let text = try String(
            contentsOf: Self.tests.appendingPathComponent("Fixtures/migrations.sha256"),
            encoding: .utf8
        )
        let lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted()
        #expect(lines.map(\.last) == names)
        for line in lines {
            let bytes = try Data(contentsOf: Self.folder.appendingPathComponent(line[1]))
            let digest = SHA256.hash(data: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            #expect(digest == line[0], "\(line[1]) was edited; a released script never is: write a new one")
        }
    }
}
