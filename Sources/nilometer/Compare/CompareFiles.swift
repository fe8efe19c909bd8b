import Foundation
import NilometerCore
import NilometerFormats

/// One set of files to compare; each may be named as NAME=FILE.
struct CompareFiles {
    private let files: [(name: String?, path: String)]
    private let format: String

    /// Takes what was written on the command line.
    init(_ arguments: [String], format: String) {
        self.format = format
        files = arguments.map { argument in
            guard !FileManager.default.fileExists(atPath: argument), let sign = argument.firstIndex(of: "=") else {
                return (nil, argument)
            }
            return (String(argument[..<sign]), String(argument[argument.index(after: sign)...]))
        }
    }

    /// Where the files are.
    var paths: [String] { files.map(\.path) }

    /// What stands above the column: the name given, the path of one file, or the number of several.
    func label(or fallback: String) -> String {
        if let name = files.lazy.compactMap(\.name).first { return name }
        return files.count == 1 ? files[0].path : "\(fallback), \(files.count) files"
    }

    /// What the files report, one report a file; what earlier files declared of units holds for later ones.
    func reports(after units: inout [String: UnitFact]) throws(CommandError) -> [Report] {
        var reports: [Report] = []
        for (_, path) in files {
            var report = try report(at: path)
            report.carry(&units)
            reports.append(report)
        }
        return reports
    }

    private func report(at path: String) throws(CommandError) -> Report {
        guard let handle = FileHandle(forReadingAtPath: path), let data = try? handle.readToEnd() ?? Data() else {
            throw CommandError.failed("\(path) could not be read; check its name and that it may be read.")
        }
        let report: Report
        do {
            report = try Formats.report(from: Upload(name: path, bytes: Array(data)), format: format)
        } catch {
            throw CommandError.failed("\(path)\(error.line.map { ", line \($0)" } ?? ""): \(error.reason)")
        }
        guard report.readings.contains(where: { $0.value != nil }) else {
            throw CommandError.failed("\(path) has no reading with a value; there is nothing to compare.")
        }
        return report
    }
}
