import ArgumentParser
import Foundation

/// Measures a daemon as its users meet it: over HTTP, on a folder of its own.
@main
struct NilometerBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nilometer-bench",
        abstract: "Measures ingest, queries, sweeps, start-up, memory and disk of a nilometerd.",
        discussion: """
            The daemon is started on a temporary folder and a free port of loopback; nothing else is touched. The values \
            come from one seed: half of the series are integers, half full doubles, with 1 % noise.
            """,
        subcommands: [DetectionBench.self]
    )

    @OptionGroup var plan: Plan
    @Option(help: "The daemon's binary, built with -c release; absent only with --write-runs.")
    var daemon: String?
    @Option(help: "Write the bodies of the runs into this folder, one file a run, and measure nothing.")
    var writeRuns: String?
    @Flag(help: "Print one JSON object instead of the table.")
    var json = false

    func run() async throws {
        do {
            if let folder = writeRuns { return try write(to: folder) }
            guard let daemon else { throw ValidationError("Name the daemon: --daemon .build/release/nilometerd.") }
            let begun = Conditions.now(daemon: daemon)
            if !json { print(begun.sentence(of: plan)) }
            let figures = try await Measuring(plan: plan, program: daemon).figures()
            print(json ? try FigureReport(conditions: begun, plan: plan, figures: figures).text() : table(figures))
        } catch let error as MeasuringFailed {
            FileHandle.standardError.write(Data("nilometer-bench: \(error.sentence)\n".utf8))
            throw ExitCode(2)
        }
    }

    private func table(_ figures: [Figure]) -> String {
        let measured = FigureTable(heading: ["what", "measured", "unit", "aim"], rows: figures.map(\.cells)).text
        let quoted = FigureTable(heading: ["quoted peer", "ingest", "reads", "change points"], rows: QuotedPeers.rows)
            .text
        return "\(measured)\n\n\(QuotedPeers.source)\n\(quoted)"
    }

    private func write(to folder: String) throws {
        let runs = SyntheticRuns(plan: plan)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (index, body) in runs.bodies(project: "bench", count: plan.runs, readings: plan.readings).enumerated() {
            let name = String(repeating: "0", count: max(0, 6 - "\(index)".count)) + "\(index).json"
            try Data(body.text.utf8).write(to: URL(fileURLWithPath: folder).appendingPathComponent(name))
        }
    }
}
