import ArgumentParser
import Foundation
import NilometerAPI
import NilometerCore
import NilometerDetection
import NilometerStatistics

/// Finds changes of level without a server.
struct Detect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Finds changes of level in series, one JSON object a line.",
        discussion: """
            A line is {"id": …, "values": […]} in commit order; "samples" (one list a point), "commits" (equal neighbours are \
            runs of one commit), "unit" and "epochs" (first indexes of new machines) are optional; "split" (an index) asks \
            for the "size" of a change there, found or not. A terminal gets a table; pipes and files get JSON, one line a \
            series.
            """
    )

    @Flag(help: "Let the points arrive one by one, and say when each change was suspected, raised and retracted.")
    var online = false
    @Flag(help: "Print the best split of each series and its p, change or not.")
    var best = false
    @Flag(help: "Print what the gate would say of the newest run against those before it.")
    var gate = false
    @Flag(help: "Print JSON, one line a series, also to a terminal.")
    var json = false
    @Argument(help: "A file of series, or - for the standard input.")
    var file: String

    func run() async throws {
        let input = file == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: file)
        guard let input, let data = try? input.readToEnd() ?? Data() else {
            throw refusal("\(file) could not be read; give a file of series, or - for the standard input.")
        }
        let printsTable = !json && isatty(1) == 1
        if printsTable { print(DetectTable.head) }
        var text = ""
        for (number, line) in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            guard line.contains(where: { $0 != 32 && $0 != 9 && $0 != 13 }) else { continue }
            let output = try judge(Data(line), number: number + 1)
            if printsTable {
                print(DetectTable.rows(output), terminator: "")
            } else {
                text += String(decoding: try JSONCoding.encoder.encode(output), as: UTF8.self) + "\n"
                if text.utf8.count > 1 << 16 {
                    print(text, terminator: "")
                    text = ""
                }
            }
        }
        print(text, terminator: "")
    }

    private func judge(_ line: Data, number: Int) throws -> DetectOutput {
        let input: DetectInput
        do {
            input = try JSONCoding.decoder.decode(DetectInput.self, from: line)
        } catch {
            throw refusal(
                "\(file), line \(number): not a series; write an object with “id” and finite numbers in “values”."
            )
        }
        do {
            return output(input, try input.points())
        } catch {
            throw refusal("\(file), line \(number): \(error.reason).")
        }
    }

    private func output(_ input: DetectInput, _ points: [Point]) -> DetectOutput {
        let detector = Detectors.all[0]
        var output = DetectOutput(id: input.id, seriesClass: "", learning: false, changes: [], warnings: [])
        for part in input.parts(of: points.count) {
            let line = Array(points[part])
            let findings: Findings
            if online {
                let replay = Replay(of: line, isExact: input.isExact)
                findings = replay.findings
                output.changes += replay.arrivals.map {
                    DetectOutput.Change($0.finding, offset: part.lowerBound, arrival: $0)
                }
            } else {
                findings = detector.findings(in: line, isExact: input.isExact)
                output.changes += findings.changes.map { DetectOutput.Change($0, offset: part.lowerBound) }
            }
            output.seriesClass = findings.seriesClass
            output.learning = findings.isLearning
            output.warnings += findings.warnings
        }
        if best {
            let split = BestSplit(of: points.map(\.value))
            output.best = DetectOutput.Best(index: split?.index, p: split?.p ?? 1)
        }
        if gate { output.gate = DetectGate(input, points, by: detector) }
        if let index = input.split {
            output.size = KnownSplit(of: points.map(\.value), at: index).map(DetectOutput.KnownSize.init)
        }
        return output
    }

    private func refusal(_ sentence: String) -> ExitCode {
        FileHandle.standardError.write(Data("nilometer: \(sentence)\n".utf8))
        return ExitCode(2)
    }
}
