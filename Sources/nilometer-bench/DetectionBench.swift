import ArgumentParser
import Foundation

/// Measures the detector alone, without a daemon.
struct DetectionBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "detection",
        abstract: "Measures how fast changes of level are found.",
        discussion: """
            The series come from a file of lines {"id": …, "values": […]}, as “nilometer detect” reads them. Those of \
            1000 values and more are judged as they are and joined to longer ones; processor time is counted, so that \
            what else runs matters little.
            """
    )

    @Option(help: "How often each figure is taken; the median is shown.")
    var repeats = 5
    @Option(help: "How many points the long series has.")
    var long = 100_000
    @Option(help: "How many series of 200 points are judged together.")
    var many = 10_000
    @Option(help: "How many points are appended one by one.")
    var appended = 10_000
    @ParentCommand var bench: NilometerBench
    @Argument(help: "The file of series.")
    var file: String

    func validate() throws {
        guard repeats > 0, long >= 1000, many > 0, appended >= 100 else {
            throw ValidationError("--repeats and --many are at least 1, --long at least 1000, --appended at least 100.")
        }
    }

    func run() async throws {
        do {
            let input = try SeriesFile(path: file)
            let figures = await DetectionMeasuring(series: input.values, plan: self).figures()
            if bench.json {
                print(try FigureReport.json(figures))
            } else {
                print(FigureTable(heading: ["what", "measured", "unit", "aim"], rows: figures.map(\.cells)).text)
            }
        } catch let error as MeasuringFailed {
            FileHandle.standardError.write(Data("nilometer-bench: \(error.sentence)\n".utf8))
            throw ExitCode(2)
        }
    }
}
