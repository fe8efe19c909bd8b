import Foundation
import NilometerCore
import NilometerFormats
import NilometerStatistics

/// A benchmark command, and how the results of one process of it are read.
///
/// A process is what is repeated: what it says of a benchmark and metric counts once, however many samples it has.
struct BenchmarkProcess: Sendable {
    /// What one process gave.
    enum Result: Sendable {
        /// Its readings, each with one value.
        case readings([Reading])
        /// Why it did not end well, a clause that follows a name of the process.
        case failure(String)
    }

    /// The command.
    var command: DeclaredCommand
    /// Patterns of the files that it writes, from its folder; none for what it prints.
    var results: [String] = []
    /// The format's id; `auto` to recognise it.
    var format = "auto"
    /// Variables that are added.
    var environment: [String: String?] = [:]
    /// What is shown meanwhile.
    var showing = ChildProcess.Showing.nothing

    /// Runs a process in a folder, and reads what it measured.
    ///
    /// - Throws: `CommandError` when it cannot be started or its results cannot be read, `CancellationError`.
    func run(in folder: String, timeLimit: Duration? = nil) async throws -> Result {
        let files = ResultFiles(patterns: results, folder: folder)
        let marks = files.marks()
        let process = ChildProcess(
            command: command,
            folder: folder,
            environment: environment,
            showing: showing,
            timeLimit: timeLimit
        )
        let outcome = try await process.run()
        if let failure = outcome.failure {
            return .failure(failure + (outcome.lastWords.isEmpty ? "" : ". Its last words: \(outcome.lastWords)"))
        }
        guard results.isEmpty else { return .readings(try readings(of: try files.changed(since: marks))) }
        return .readings(try readings(of: [Upload(name: "its output", bytes: outcome.output)]))
    }

    /// The readings of some outputs of one process; the median where a benchmark and metric is there several times.
    ///
    /// - Throws: `CommandError` when there is none, with what the output began with.
    func readings(of uploads: [Upload]) throws(CommandError) -> [Reading] {
        let reports: [Report]
        do {
            reports = try Formats.reports(from: uploads.map { ($0, format) })
        } catch {
            throw .failed(
                "“\(command.text)” gave nothing that can be read: \(Self.clause(error)). \(Self.beginning(of: uploads))"
                    + " Known formats: \(Formats.all.map(\.id).joined(separator: ", ")). "
                    + (results.isEmpty ? "Where it writes files, name them with --results." : "")
            )
        }
        let readings = Self.oneEach(reports.flatMap(\.readings))
        guard !readings.isEmpty else {
            let reason = reports.lazy.flatMap(\.readings).compactMap(\.error).first
            throw .failed(
                "“\(command.text)” gave no reading with a value"
                    + (reason.map { ": \($0.hasSuffix(".") ? String($0.dropLast()) : $0)" } ?? "")
                    + ". \(Self.beginning(of: uploads))"
            )
        }
        return readings
    }

    /// One reading with one value for each benchmark and metric, in the order in which they come.
    static func oneEach(_ readings: [Reading]) -> [Reading] {
        var order: [MeasuredKey] = []
        var found: [MeasuredKey: Reading] = [:]
        var samples: [MeasuredKey: [Double]] = [:]
        for reading in readings {
            guard let value = reading.value, value.isFinite else { continue }
            let key = MeasuredKey(reading)
            if found[key] == nil {
                order.append(key)
                found[key] = reading
            }
            samples[key, default: []] += reading.samples.isEmpty ? [value] : reading.samples
        }
        return order.compactMap { key in
            guard var reading = found[key], let median = Median.of(samples[key] ?? []) else { return nil }
            (reading.value, reading.samples, reading.estimator) = (median, [], "median")
            (reading.spread, reading.iterations) = (nil, [])
            return reading
        }
    }

    private static func clause(_ error: FormatError) -> String {
        let reason = error.reason.hasSuffix(".") ? String(error.reason.dropLast()) : error.reason
        return (error.line.map { "line \($0): " } ?? "") + reason
    }

    private static func beginning(of uploads: [Upload]) -> String {
        guard let upload = uploads.first(where: { !$0.bytes.isEmpty }) else { return "It was empty." }
        let text = TextPlain.of(String(decoding: upload.bytes.prefix(120), as: UTF8.self))
        return "It begins with “\(text)”" + (upload.bytes.count > 120 ? "…." : ".")
    }
}
