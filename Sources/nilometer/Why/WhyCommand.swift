import ArgumentParser
import Foundation
import NilometerAPI
import NilometerCore
import NilometerEvidence

/// Explains rises of allocations by the evidence of two commits.
struct WhyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Says where a rise of allocations comes from, and why, from two folders of results and evidence.",
        discussion: """
            A folder has the output of the benchmarks of one commit, and its evidence: the escape analysis \
            (go build -gcflags='-m -m' ./... 2> mm.txt), heap profiles (go test -run='^$' -bench='^BenchmarkX$' \
            -benchtime=200x -memprofile=mem.pprof -memprofilerate=1 ./package), and in NEWDIR the difference of the \
            sources (git diff -U0 -M OLD NEW > diff-u0.patch). Files are recognised by their content. Exit status: 0, \
            also where nothing got worse; 2 when a folder could not be read.
            """
    )

    @Option(help: "The difference of the sources from OLDDIR's commit to NEWDIR's.", completion: .file())
    var diff: String?
    @Option(help: "Only benchmarks whose name contains this.")
    var benchmark: String?
    @Flag(help: "Print JSON, one object for each benchmark and metric that got worse.")
    var json = false
    @Argument(help: "The folder of the earlier commit.", completion: .directory)
    var olddir: String
    @Argument(help: "The folder of the later commit.", completion: .directory)
    var newdir: String

    func run() throws {
        try CommandError.telling { try explain() }
    }

    private func explain() throws {
        let before = WhySide(try WhyFolder(olddir))
        let after = WhySide(try WhyFolder(newdir))
        for (side, path) in [(before, olddir), (after, newdir)] where side.levels.isEmpty {
            throw CommandError.failed("\(path) has no benchmark output that is known; add bench.txt of go test -bench.")
        }
        let moved = WhyMoved.readings(from: before, to: after)
            .filter { benchmark == nil || WhyMoved.printed($0.key).contains(benchmark ?? "") }
        guard !moved.isEmpty else {
            Output.tell("No benchmark allocates more than before.")
            return
        }
        let patch = try patch(before, after)
        let explanations = EvidenceExplainer().explanations(
            of: moved,
            before: before.evidence(with: nil),
            after: after.evidence(with: patch)
        )
        let output = Output.current(environment: ProcessInfo.processInfo.environment)
        if json {
            for explanation in explanations {
                let line = try JSONCoding.encoder.encode(ExplanationView(explanation))
                try output.write(Array(line) + [UInt8(ascii: "\n")])
            }
        } else {
            try output.write(WhyText.text(of: explanations))
        }
    }

    private func patch(_ before: WhySide, _ after: WhySide) throws(CommandError) -> EvidenceFile? {
        if let diff {
            guard let data = FileManager.default.contents(atPath: diff) else {
                throw .failed("\(diff) could not be read; check its name and that it may be read.")
            }
            let file = EvidenceFile(kind: "git-diff", name: diff, bytes: Array(data))
            do { _ = try EvidenceKinds.evidence(from: file) } catch { throw .failed("\(diff): \(error.reason)") }
            return file
        }
        let known = WhyPatch(before.evidence.files.compactMap { try? EvidenceKinds.evidence(from: $0) })
        return after.patches.first { file in
            guard let patch = try? EvidenceKinds.evidence(from: file).patch else { return false }
            return known.agrees(with: patch)
        }
    }
}
