import Crypto
import Foundation
import HTTPTypes
import Testing

@testable import NilometerServer

struct ProgramsTests {
    private func folder(_ files: [String: String]) throws -> String {
        let folder = NSTemporaryDirectory() + "nilometer-programs-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (name, text) in files { try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name)) }
        return folder
    }

    private func digest(_ text: String) -> String {
        SHA256.hash(data: Data(text.utf8)).map { Hex.text(of: $0) }.joined()
    }

    @Test func `only files with a program's name are offered, each with its sum`() async throws {
        let folder = try folder([
            "nilometer-linux-aarch64": "arm", "nilometer-linux": "x", "other": "y", "nilometer-a-b-c": "z",
        ])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let programs = await Programs(folder: folder, own: folder + "/other").all()
        #expect(programs.map(\.name) == ["nilometer-linux-aarch64", Program.ownName].sorted())
        #expect(programs.first { $0.name == "nilometer-linux-aarch64" }?.digest == digest("arm"))
        #expect(programs.first { $0.name == Program.ownName }?.digest == digest("y"))
    }

    @Test func `a program that was replaced has the sum of the new one, and one that is gone is not offered`()
        async throws
    {
        let folder = try folder(["nilometer-linux-riscv64": "old"])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let programs = Programs(folder: folder, own: folder + "/absent")
        #expect(await programs.all().map(\.digest) == [digest("old")])
        try Data("newer".utf8).write(to: URL(fileURLWithPath: folder + "/nilometer-linux-riscv64"))
        #expect(await programs.all().map(\.digest) == [digest("newer")])
        try FileManager.default.removeItem(atPath: folder + "/nilometer-linux-riscv64")
        #expect(await programs.all().isEmpty)
    }

    @Test(arguments: [
        "nilometer-linux-../x", "nilometer--x86", "nilometer-Linux-x86_64", "nilometerd", "nilometer-linux-x86_64/..",
    ])
    func `what is no program's name is none`(name: String) { #expect(!Program.isName(name)) }

    @Test func `an unknown program is a 404 that says what there is`() async throws {
        try await TestServer.with { server in
            let reply = try await server.send(.get, "/download/nilometer-plan9-mips", token: nil)
            #expect(reply.status == 404)
            #expect(reply.text.contains("put nilometer beside nilometerd"))
        }
    }

    @Test func `the script quotes the server's address and ends in one call`() {
        let program = Program(name: "nilometer-linux-x86_64", path: "/x", sizeInBytes: 1, digest: "ab")
        let text = InstallScript.text(server: "https://it's.example", programs: [program])
        #expect(text.contains("server='https://it'\\''s.example'"))
        #expect(text.contains("    nilometer-linux-x86_64) sum=ab ;;"))
        #expect(text.hasSuffix("}\nmain\n"))
    }
}
