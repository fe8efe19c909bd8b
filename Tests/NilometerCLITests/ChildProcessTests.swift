import Foundation
import NilometerFormats
import Testing

@testable import nilometer

struct ChildProcessTests {
    private static func run(
        _ line: String,
        _ change: (inout ChildProcess) -> Void = { _ in }
    ) async throws
        -> ChildOutcome
    {
        var process = ChildProcess(command: .line(line))
        change(&process)
        return try await process.run()
    }

    @Test func `output is kept whole, also without a line end`() async throws {
        let outcome = try await Self.run("printf 'one\\ntwo'; printf 'trouble' >&2")
        #expect(String(decoding: outcome.output, as: UTF8.self) == "one\ntwo")
        #expect(String(decoding: outcome.errors, as: UTF8.self) == "trouble")
        #expect(outcome.failure == nil)
    }

    @Test func `output far larger than a pipe is kept whole`() async throws {
        let outcome = try await Self.run("yes 0123456789 | head -c 5000000; yes trouble | head -c 1000000 >&2")
        #expect(outcome.output.count == 5_000_000)
        #expect(Array(outcome.output.suffix(6)) == Array("\n01234".utf8))
        #expect((16_000...40_000).contains(outcome.errors.count))
    }

    @Test func `output that is no text is kept byte by byte`() async throws {
        let outcome = try await Self.run("printf '\\000\\377\\200a'")
        #expect(outcome.output == [0, 255, 128, 97])
    }

    @Test func `too much output ends the process, and what came first is kept`() async throws {
        let outcome = try await Self.run("yes 0123456789") { $0.mostBytes = 1_048_576 }
        #expect(outcome.output.count == 1_048_576)
        #expect(outcome.ending == .outputLimit(1_048_576))
        #expect(outcome.failure?.contains("1 MiB") == true)
    }

    @Test func `a status and a signal are told apart`() async throws {
        #expect(try await Self.run("echo cause >&2; exit 3").ending == .exited(3))
        let killed = try await Self.run("kill -SEGV $$")
        #expect(killed.ending == .signalled(11))
        #expect(killed.failure?.contains("signal 11") == true)
    }

    @Test func `the last words are those of standard error, else of the output`() async throws {
        #expect(try await Self.run("echo said; echo cause >&2; exit 3").lastWords == "cause")
        #expect(try await Self.run("echo said; exit 3").lastWords == "said")
        #expect(try await Self.run("exit 3").lastWords.isEmpty)
    }

    @Test func `a program that is not there is named`() async throws {
        let error = await #expect(throws: CommandError.self) {
            try await ChildProcess(command: .words(["nilometer-no-such-program"])).run()
        }
        #expect(error?.sentence.contains("“nilometer-no-such-program” was not found") == true)
    }

    @Test func `a folder that is not there is named`() async throws {
        let error = await #expect(throws: CommandError.self) {
            try await Self.run("true") { $0.folder = "/no/such/folder" }
        }
        #expect(error?.sentence.contains("/no/such/folder") == true)
    }

    @Test func `the time limit ends the whole group, also one that keeps the output open`() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("nilometer-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // The grandchild would leave a mark if it lived on; the reader of the pipe ends with the group.
        let outcome = try await Self.run("mkfifo pipe; (cat pipe; echo mark > mark) & sleep 600") {
            $0.folder = folder
            $0.timeLimit = .milliseconds(300)
        }
        #expect(outcome.ending == .timeLimit(.milliseconds(300)))
        let writer = open(folder + "/pipe", O_WRONLY | O_NONBLOCK)
        #expect(writer == -1, "nobody reads the pipe any more")
        if writer >= 0 { close(writer) }
        #expect(!FileManager.default.fileExists(atPath: folder + "/mark"))
    }

    @Test func `a group that ignores polite signals is killed`() async throws {
        let outcome = try await Self.run("trap '' INT TERM; while :; do sleep 1; done") {
            $0.timeLimit = .milliseconds(200)
            $0.patience = .milliseconds(50)
        }
        #expect(outcome.ending == .timeLimit(.milliseconds(200)))
    }

    @Test func `variables are added, the folder is the command's own, and input is empty`() async throws {
        let outcome = try await Self.run("echo $ADDED-$(cat)-$PWD-${TAKEN-none}") {
            $0.environment = ["ADDED": "yes", "TAKEN": nil]
            $0.folder = "/"
        }
        #expect(String(decoding: outcome.output, as: UTF8.self) == "yes--/-none\n")
    }

    @Test func `a cancelled task ends the process and throws`() async throws {
        await #expect(throws: CancellationError.self) {
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { _ = try await Self.run("sleep 600") }
                tasks.cancelAll()
                try await tasks.waitForAll()
            }
        }
    }
}
