import ArgumentParser
import Foundation
import NilometerAPI
import NilometerCore
import NilometerFormats

/// Reads files without a server.
struct Parse: AsyncParsableCommand {
    /// One file's readings as they are printed.
    private struct Result: Encodable {
        var file: String
        var format: String
        var readings: [ReadingView]
        var warnings: [Warning]
    }

    static let configuration = CommandConfiguration(
        abstract: "Prints the readings of files: a table, or one JSON object a file.",
        discussion: """
            The format is recognised by content. Exit status: 0, or 2 when a file could not be read; the others are \
            still printed.
            """
    )

    @Option(help: "The format's id: auto, \(Formats.all.map(\.id).joined(separator: ", ")).")
    var format = "auto"
    @Flag(help: "Print JSON, one object a file, instead of a table.")
    var json = false
    @Argument(help: "Files of harness output; - is standard input.", completion: .file())
    var files: [String]

    func validate() throws {
        guard !files.isEmpty else { throw ValidationError("Name at least one file, or - for standard input.") }
    }

    func run() async throws {
        var isWhole = true
        var units: [String: UnitFact] = [:]
        for (index, file) in files.enumerated() {
            do {
                var report = try Formats.report(from: try upload(file), format: format)
                report.carry(&units)
                if json {
                    let result = Result(
                        file: file,
                        format: report.format,
                        readings: report.readings.map(ReadingView.init),
                        warnings: report.warnings
                    )
                    print(String(decoding: try JSONCoding.encoder.encode(result), as: UTF8.self))
                } else {
                    print((index > 0 ? "\n" : "") + ReportTable.text(of: report, file: file))
                }
            } catch let error as FormatError {
                isWhole = false
                let line = error.line.map { ", line \($0)" } ?? ""
                FileHandle.standardError.write(Data("nilometer: \(file)\(line): \(error.reason)\n".utf8))
            }
        }
        guard isWhole else { throw ExitCode(2) }
    }

    private func upload(_ file: String) throws(FormatError) -> Upload {
        if file == "-" {
            return Upload(name: "-", bytes: Array(FileHandle.standardInput.readDataToEndOfFile()))
        }
        // A handle reads pipes, too.
        guard let handle = FileHandle(forReadingAtPath: file), let data = try? handle.readToEnd() ?? Data() else {
            throw FormatError(reason: "The file could not be read; check its name and its permissions.")
        }
        return Upload(name: file, bytes: Array(data))
    }
}
