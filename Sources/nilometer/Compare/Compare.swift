import ArgumentParser
import Foundation
import NilometerAPI
import NilometerCore
import NilometerDetection
import NilometerFormats

/// Compares two sets of files, or two commits on a server.
struct Compare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compares two sets of files without a server, or two commits on one.",
        usage: """
            nilometer compare OLD… --to NEW… [--samples-are-runs] [--json] [--gate]
            nilometer compare BASE HEAD [--server URL] [--project SLUG] [--json] [--gate]
            nilometer compare --pairs FILE [--planned N] [--limit PERCENT] [--drop-first] [--json] [--gate]
            """,
        discussion: """
            Files: centres, intervals, differences and p are those of benchstat; the verdict is ours, for which a file is one \
            run. NAME=FILE names a column. BASE and HEAD are commits, unique prefixes, branches or runs.

            Pairs: FILE holds one object a line with “benchmark”, “metric” and “pairs”, each [base, head] of two runs made \
            one after the other, in the order base, head, head, base, and so on; “unit”, “better” and “parameters” are \
            optional, and “comparison” names lines that are corrected together. With --json each verdict is a line.

            With --gate the status is 1 when something regressed, and 3 when nothing could be compared, or when \
            --require-conclusive is given and a row is inconclusive. [gate] of the project's nilometer.toml says what else \
            fails; without a server the rules of this folder's file hold.
            """
    )

    @Option(
        name: .customLong("to"),
        parsing: .upToNextOption,
        help: "The new files; what stands before are the old ones."
    )
    var new: [String] = []
    @Option(help: "A file of pairs measured in turn, or - for the standard input.")
    var pairs: String?
    @Option(help: "With --pairs: how many pairs were planned; looks are after 40 %, 67 % and all of them.")
    var planned = 30
    @Option(help: "With --pairs: the difference in percent below which levels count as equal.")
    var limit = 100 * InterleavedComparison.usualLimit
    @Flag(help: "With --pairs: leave out the first pair, which warms the machine.")
    var dropFirst = false
    @Option(help: "The files' format; recognised by content when absent.")
    var format = "auto"
    @Flag(help: "Take every sample for a run, as benchstat does.")
    var samplesAreRuns = false
    @Flag(help: "End with status 1 when something regressed.")
    var gate = false
    @Flag(help: "With --gate: end with status 3 when a row is inconclusive.")
    var requireConclusive = false
    @OptionGroup var options: ServerOptions
    @Argument(help: "The old files, or the base and the head.")
    var old: [String] = []

    func validate() throws {
        if pairs != nil, !old.isEmpty || !new.isEmpty { throw ValidationError("--pairs goes without other files.") }
        if pairs == nil, old.isEmpty { throw ValidationError("Give OLD… --to NEW…, BASE and HEAD, or --pairs FILE.") }
        if !(1...100_000).contains(planned) { throw ValidationError("--planned is at least 1.") }
        if !(limit > 0 && limit < 1000) { throw ValidationError("--limit is a percentage above 0.") }
    }

    func run() async throws {
        if let pairs {
            let comparison = ComparePairs(path: pairs, planned: planned, limit: limit / 100, dropsFirst: dropFirst)
            let output = Output.current(environment: ProcessInfo.processInfo.environment)
            try CommandError.telling { try end(with: try comparison.show(json: options.json, on: output)) }
        } else if new.isEmpty {
            try await Session.open(options) { session in
                guard old.count == 2 else {
                    throw CommandError.usage(
                        "Give OLD… --to NEW… for files, or BASE and HEAD to compare on the server."
                    )
                }
                if old.allSatisfy({ FileManager.default.fileExists(atPath: $0) }) {
                    throw CommandError.usage("\(old[0]) and \(old[1]) are files; put --to between them.")
                }
                let comparison = try await CompareCommits(base: old[0], head: old[1]).show(in: session)
                let declared = policy(comparison.gate ?? GatePolicy())
                if gate { throw ExitCode(declared.decision(on: comparison).status) }
            }
        } else {
            try CommandError.telling { try end(with: try compareFiles()) }
        }
    }

    private func policy(_ declared: GatePolicy) -> GatePolicy {
        var policy = declared
        policy.requiresConclusive = policy.requiresConclusive || requireConclusive
        return policy
    }

    /// Ends as a gate, where that was asked for; without a server the rules of this folder's file hold.
    private func end(with rows: [GateRow]) throws {
        guard gate else { return }
        let configuration = try Configuration.current(options)
        let rules = configuration.declaration.rules
        let rows = rows.map { row in
            var row = row
            row.machine = configuration.machine.value
            return row
        }
        throw ExitCode(CompareGate.decision(on: rows, policy: policy(rules.gate), rules: rules).status)
    }

    private func compareFiles() throws -> [GateRow] {
        let (before, after) = (CompareFiles(old, format: format), CompareFiles(new, format: format))
        var units: [String: UnitFact] = [:]
        let comparison = ComparisonOfSets(
            old: try before.reports(after: &units),
            new: try after.reports(after: &units),
            samplesAreRuns: samplesAreRuns
        )
        let output = Output.current(environment: ProcessInfo.processInfo.environment)
        if options.json {
            let view = CompareJSON(comparison, old: before.paths, new: after.paths, samplesAreRuns: samplesAreRuns)
            try output.write(Array(JSONCoding.encoder.encode(view)) + [UInt8(ascii: "\n")])
        } else {
            let labels = (old: before.label(or: "old"), new: after.label(or: "new"))
            let text = CompareText(comparison: comparison, labels: labels, samplesAreRuns: samplesAreRuns)
            try output.write(text.lines.map(TextPlain.of).joined(separator: "\n") + "\n")
        }
        return CompareGate.rows(comparison)
    }
}
