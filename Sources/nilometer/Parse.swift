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

    static let configuration = CommandConfiguration(abstract: "Prints the readings of files, one JSON object a file.")

    @Option(help: "The format's id; recognised by content when absent.")
    var format = "auto"
    @Flag(help: "Print JSON (the only form so far).")
    var json = false
    @Argument(help: "Files of harness output.")
    var files: [String]

    func run() async throws {
        for file in files {
            guard let data = FileManager.default.contents(atPath: file) else {
                throw refusal("\(file) could not be read.")
            }
            let upload = Upload(name: file, bytes: Array(data))
            guard let reader = format == "auto" ? Formats.detect(upload) : Formats.format(id: format) else {
                throw refusal("\(file): the format is not known; use --format with \(Formats.all.map(\.id)).")
            }
            do {
                let report = try reader.report(from: upload)
                guard !report.readings.isEmpty else { throw refusal("\(file) has no reading.") }
                let result = Result(
                    file: file,
                    format: report.format,
                    readings: report.readings.map(ReadingView.init),
                    warnings: report.warnings
                )
                print(String(decoding: try JSONCoding.encoder.encode(result), as: UTF8.self))
            } catch let error as FormatError {
                throw refusal("\(file): \(error.reason)")
            }
        }
    }

    private func refusal(_ sentence: String) -> ExitCode {
        FileHandle.standardError.write(Data("nilometer: \(sentence)\n".utf8))
        return ExitCode(2)
    }
}
