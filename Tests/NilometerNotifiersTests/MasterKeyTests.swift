import Foundation
import NilometerCore
import NilometerNotifiers
import Testing

struct MasterKeyTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "nilometer-key-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    @Test func `what is sealed is opened for its own webhook alone, by its own key alone`() throws {
        let key = MasterKey.make().key
        let sealed = try key.seal("whsec_abc", for: "whk_1")
        #expect(sealed.keyID == key.id)
        #expect(!sealed.sealed.contains("abc"))
        #expect(key.open(sealed, for: "whk_1") == "whsec_abc")
        #expect(key.open(sealed, for: "whk_2") == nil)
        #expect(MasterKey.make().key.open(sealed, for: "whk_1") == nil)
        #expect(try key.seal("whsec_abc", for: "whk_1") != sealed)
    }

    @Test func `one changed byte is not opened`() throws {
        let key = MasterKey.make().key
        let sealed = try key.seal("whsec_abc", for: "whk_1")
        let bytes = Array(try #require(Data(base64Encoded: sealed.sealed)))
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1
            let row = WebhookSecret(sealed: Data(changed).base64EncodedString(), keyID: key.id)
            #expect(key.open(row, for: "whk_1") == nil)
        }
    }

    @Test func `a missing key is made once, for its owner alone, and read again`() throws {
        try withFolder { folder in
            let file = MasterKeyFile(path: folder + "/master.key", isOurs: true)
            let first = try file.key()
            let again = try file.key()
            #expect(first.isNew && !again.isNew)
            #expect(first.key.id == again.key.id)
            let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test func `a key that is absent, readable for all or no key is refused with a sentence`() throws {
        try withFolder { folder in
            let path = folder + "/key"
            let file = MasterKeyFile(path: path, isOurs: false)
            #expect(throws: NilometerError.self) { try file.key() }
            try Data("short".utf8).write(to: URL(fileURLWithPath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            #expect(throws: NilometerError.self) { try file.key() }
            try Data(repeating: 7, count: 32).write(to: URL(fileURLWithPath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            #expect(throws: NilometerError.self) { try file.key() }
            try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: path)
            #expect(try file.key().key.id == MasterKey(bytes: [UInt8](repeating: 7, count: 32))?.id)
        }
    }
}
