import Foundation

/// The summary of a job that GitHub Actions shows, a file to which each command of a step adds.
struct GateSummary {
    /// GitHub shows so many bytes of a step, and nothing of a longer one; some are left for others.
    private static let limit = 1_000_000

    /// The file.
    let path: String

    /// Adds an answer at the end; tells where that cannot be done.
    func append(_ report: GateReport) {
        do {
            if !FileManager.default.fileExists(atPath: path) { try Data().write(to: URL(fileURLWithPath: path)) }
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            defer { try? file.close() }
            let used = Int(try file.seekToEnd())
            let room = Self.limit - used - 2
            guard room > 2000 else {
                Output.tell("The job's summary has no room left; the answer stands in the log only.")
                return
            }
            let text = (used == 0 ? "" : "\n") + GateMarkdown(report: report, limit: room).text + "\n"
            try file.write(contentsOf: Data(text.utf8))
        } catch {
            Output.tell("The job's summary, “\(path)”, could not be written; the answer stands in the log only.")
        }
    }
}
