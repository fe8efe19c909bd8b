import ArgumentParser
import Foundation
import NilometerAPI
import NilometerCore
import NilometerEvidence

/// Explains rises of allocations by the evidence of two commits.
struct WhyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Says where a rise of allocations comes from, and why, from two folders of results and evidence.",
        discussion: """
            A folder has the output of the benchmarks of one commit, and its evidence: the escape analysis \
            (go build -gcflags='-m -m' ./... 2> mm.txt), heap profiles (go test -run='^$' -bench='^BenchmarkX$' \
            -benchtime=200x -memprofile=mem.pprof -memprofilerate=1 ./package), and in NEWDIR the difference of the \
            sources (git diff -U0 -M OLD NEW > diff-u0.patch). Files are recognised by their content. Where commit.txt \
            of NEWDIR names a commit of the clone that the command is called in, the lines are shown. Exit status: 0, \
            also where nothing got worse; 2 when a folder could not be read.
            """
    )

    @Option(help: "The difference of the sources from OLDDIR's commit to NEWDIR's.", completion: .file())
    var diff: String?
    @Option(help: "Only benchmarks whose name contains this.")
    var benchmark: String?
    @Option(help: "Only this metric, allocs/op or B/op; may be given several times.")
    var metric: [String] = []
    @Flag(help: "Print JSON, one object for each benchmark and metric that got worse.")
    var json = false
    @Argument(help: "The folder of the earlier commit.", completion: .directory)
    var olddir: String
    @Argument(help: "The folder of the later commit.", completion: .directory)
    var newdir: String

    func validate() throws {
        for name in metric where !WhyMoved.metrics.contains(name) {
            throw ValidationError(
                "--metric is \(WhyMoved.metrics.joined(separator: " or ")); others are not explained."
            )
        }
    }

    func run() async throws {
        do { try await explain() } catch let error as CommandError {
            Output.tell(error.sentence)
            throw error.status
        }
    }

    private func explain() async throws {
        let before = WhySide(try WhyFolder(olddir))
        let after = WhySide(try WhyFolder(newdir))
        for (side, path) in [(before, olddir), (after, newdir)] where side.levels.isEmpty {
            throw CommandError.failed("\(path) has no benchmark output that is known; add bench.txt of go test -bench.")
        }
        guard WhyMoved.canCompare(before, after) else {
            throw CommandError.failed(
                "No benchmark has allocs/op or B/op in both \(olddir) and \(newdir); run the same benchmarks with -benchmem."
            )
        }
        let moved = WhyMoved.readings(from: before, to: after)
            .filter { benchmark == nil || WhyMoved.printed($0.key).contains(benchmark ?? "") }
        guard moved.contains(where: isAsked) else {
            let asked = benchmark == nil && metric.isEmpty ? "" : " of those asked for"
            Output.tell("No benchmark\(asked) allocates more than before.")
            return
        }
        let side = after.evidence(with: try patch(before, after))
        let (explanations, sources) = await explanations(of: moved, before.evidence(with: nil), side)
        let output = Output.current(environment: ProcessInfo.processInfo.environment)
        if json {
            for explanation in explanations {
                let line = try JSONCoding.encoder.encode(ExplanationView(explanation))
                try output.write(Array(line) + [UInt8(ascii: "\n")])
            }
        } else {
            try output.write(WhyText.text(of: explanations, sources: sources))
        }
    }

    private func isAsked(_ moved: MovedReading) -> Bool { metric.isEmpty || metric.contains(moved.key.metric) }

    /// Those that were asked for; the metrics of a benchmark are explained together, since one tells of the other.
    ///
    /// Where the clone has the lines that were found they are read and judged again with their text.
    private func explanations(
        of moved: [MovedReading],
        _ before: EvidenceSide,
        _ after: EvidenceSide
    ) async -> (shown: [Explanation], sources: [String: [String]]) {
        var side = after
        let first = EvidenceExplainer().explanations(of: moved, before: before, after: side)
        let folder = FileManager.default.currentDirectoryPath
        side.sources = await WhySources(repository: GitRepository(folder: folder), sha: side.sha).lines(of: first)
        let found =
            side.sources.isEmpty
            ? first : EvidenceExplainer().explanations(of: moved, before: before, after: side)
        return (found.filter { isAsked($0.moved) }, side.sources)
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
