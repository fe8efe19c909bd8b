import Foundation
import Testing

@testable import nilometer

struct ToolchainTests {
    @Test(arguments: [
        (["go", "test", "-bench=."], ["go"]), (["go-bench"], ["go"]), (["./gradlew", "jmh"], ["java"]),
        (["/usr/bin/python3.12", "-m", "pytest"], ["python"]), (["google-benchmark"], ["cxx"]),
        (["cargo", "bench"], ["rustc"]), (["./run-benchmarks"], []), ([], []),
    ])
    func `a toolchain is asked only where the command or the format suggests it`(words: [String], ids: [String]) {
        #expect(Toolchain.suggested(by: words).map(\.id) == ids)
    }

    @Test func `ids and words belong to one toolchain each`() {
        let ids = Toolchain.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        let words = Toolchain.all.flatMap(\.words)
        #expect(Set(words).count == words.count)
    }

    @Test func `the version of a compiler that CXX names, its flags and the runner's image are facts`() async throws {
        let folder = try TemporaryFolder()
        let compiler = folder.path + "/c++-9"
        try Data("#!/bin/sh\necho\necho \"made-up c++ 9.9 $1\"\necho more\n".utf8).write(
            to: URL(fileURLWithPath: compiler)
        )
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: compiler)
        let facts = await ToolchainFacts(
            folder: folder.path,
            environment: [
                "CXX": "ccache " + compiler, "CXXFLAGS": "-O3", "GOFLAGS": "-x", "ImageOS": "ubuntu24",
                "ImageVersion": "20260101.1",
            ]
        ).facts(suggestedBy: ["google-benchmark"])
        #expect(facts == ["toolchain": "made-up c++ 9.9 --version", "CXXFLAGS": "-O3", "image": "ubuntu24 20260101.1"])
    }

    @Test func `a toolchain that is missing, fails or hangs is left out`() async throws {
        let folder = try TemporaryFolder()
        for (name, line) in [("failing", "exit 3"), ("hanging", "sleep 3600")] {
            let compiler = folder.path + "/" + name
            try Data("#!/bin/sh\necho 1.0\n\(line)\n".utf8).write(to: URL(fileURLWithPath: compiler))
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: compiler)
            let asked = ToolchainFacts(folder: folder.path, environment: ["CXX": compiler], limit: .milliseconds(300))
            #expect(await asked.facts(suggestedBy: ["cmake"]) == [:], "\(name)")
        }
        let missing = ToolchainFacts(folder: folder.path, environment: ["CXX": "/does/not/exist"])
        #expect(await missing.facts(suggestedBy: ["cmake"]) == [:])
    }

    @Test func `the format of results suggests the toolchain`() {
        let bench = Data("goos: linux\nBenchmarkX-8 \t 100\t 12.5 ns/op\nPASS\n".utf8)
        #expect(HarnessWords.of([bench, bench], format: nil) == ["go-bench"])
        #expect(HarnessWords.of([bench], format: "google-benchmark") == ["google-benchmark"])
        #expect(HarnessWords.of([Data("nothing".utf8), Data()], format: "auto") == [])
    }
}
