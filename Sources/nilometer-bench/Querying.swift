import Foundation
import NIOCore
import NIOHTTP1

/// Asks for all points of one series, again and again, without saying what it already has.
struct Querying {
    /// What the queries took.
    struct Outcome {
        /// From asking until the last byte, one number a query, sorted.
        let seconds: [Double]
        /// Processor time of the daemon, in seconds a query.
        let cpuSeconds: Double
        /// The length of an answer.
        let bytes: Int
    }

    private struct SeriesList: Decodable {
        struct Item: Decodable { let id: String }
        let items: [Item]
    }

    private struct Points: Decodable { let values: [Double] }

    private let daemon: MeasuredDaemon
    private let path: String

    /// Finds the project's one series and makes sure that it is whole.
    init(daemon: MeasuredDaemon, project: String, points: Int) async throws {
        self.daemon = daemon
        let list = try await daemon.caller.expect(200, .GET, "/api/v1/projects/\(project)/series")
        guard
            let series = try JSONDecoder().decode(SeriesList.self, from: Data(list.body.readableBytesView)).items.first
        else { throw MeasuringFailed(sentence: "The project \(project) has no series after its uploads.") }
        path = "/api/v1/projects/\(project)/series/\(series.id)/points"
        let answer = try await daemon.caller.expect(200, .GET, path)
        let found = try JSONDecoder().decode(Points.self, from: Data(answer.body.readableBytesView)).values.count
        guard found == points else {
            throw MeasuringFailed(sentence: "The series has \(found) points after \(points) uploads; some were lost.")
        }
    }

    /// Asks one after the other, for answers in an encoding.
    func measure(times: Int, accepting encoding: String) async throws -> Outcome {
        let before = daemon.usage.cpuSeconds
        var seconds: [Double] = []
        var bytes = 0
        for _ in 0..<times {
            let answer = try await daemon.caller.expect(200, .GET, path, accepting: encoding)
            seconds.append(answer.seconds)
            bytes = answer.body.readableBytes
        }
        let cpu = (daemon.usage.cpuSeconds - before) / Double(times)
        return Outcome(seconds: seconds.sorted(), cpuSeconds: cpu, bytes: bytes)
    }
}
