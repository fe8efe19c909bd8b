import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NilometerAPI
import NilometerCore

/// Everything that a project's runs say, one line a run, written while it is read.
struct ExportRoutes {
    /// A line of the export.
    private struct Line: Encodable {
        var run: RunView
        var readings: [ReadingView]
    }

    /// The last line: without it the export was cut short.
    private struct End: Encodable {
        var eof = true
        var count: Int
    }

    let services: Services

    func add(to board: Switchboard) {
        board.inProject("export") { call, project, _ in
            let (branch, machine) = (call.asked["branch"], call.asked["machine"])
            return Response(
                status: .ok,
                headers: [.contentType: "application/x-ndjson"],
                body: ResponseBody { writer in
                    var count = 0
                    var after: String?
                    while true {
                        let runs = try await services.store.runs(
                            in: project.slug,
                            commit: nil,
                            branch: branch,
                            machine: machine,
                            after: after,
                            limit: 100
                        )
                        for run in runs {
                            guard let readings = try await services.store.readings(of: run.id, in: project.slug) else {
                                continue
                            }
                            try await writer.write(
                                Self.line(Line(run: RunView(run), readings: readings.map(ReadingView.init)))
                            )
                            count += 1
                        }
                        guard let last = runs.last else { break }
                        after = last.id
                    }
                    try await writer.write(Self.line(End(count: count)))
                    try await writer.finish(nil)
                }
            )
        }
    }

    private static func line(_ value: some Encodable) throws -> ByteBuffer {
        var buffer = ByteBuffer(bytes: try JSONCoding.encoder.encode(value))
        buffer.writeInteger(UInt8(ascii: "\n"))
        return buffer
    }
}
