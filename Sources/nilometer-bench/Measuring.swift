import Foundation
import NIOHTTP1

/// Takes all figures, one after the other, on one temporary folder.
struct Measuring {
    /// How much of the upload's share the single uploader sends.
    private static let singleShare = 4

    let plan: Plan
    let program: String

    /// The figures.
    func figures() async throws -> [Figure] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("nilometer-bench-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let token = try MeasuredDaemon.token(program: program, folder: folder)
        let daemon = try await MeasuredDaemon.start(program: program, folder: folder, token: token)
        var figures: [Figure] = []
        do {
            figures += try await ingest(daemon)
            figures += try await sweep(daemon)
            figures.append(memory("memory-ingest", "memory at most, after uploads and sweeps", daemon))
            if plan.points > 0 { figures += try await query(daemon) }
            try daemon.stop()
        } catch {
            daemon.abandon()
            throw error
        }
        figures.append(
            Figure("start-empty", "start-up on an empty folder", daemon.secondsToReady * 1000, "ms")
        )
        let again = try await MeasuredDaemon.start(program: program, folder: folder, token: token)
        figures.append(Figure("start-filled", "start-up on the filled folder", again.secondsToReady * 1000, "ms"))
        try again.stop()
        return figures + disk(try DiskUsage(folder: folder))
    }

    private func ingest(_ daemon: MeasuredDaemon) async throws -> [Figure] {
        _ = try await daemon.caller.expect(201, .POST, "/api/v1/projects", json: #"{"slug":"bench"}"#)
        let uploading = Uploading(daemon: daemon, project: "bench")
        let runs = SyntheticRuns(plan: plan)
        let bodies = runs.bodies(project: "bench", count: plan.runs, readings: plan.readings)
        let cpuBefore = daemon.usage.cpuSeconds
        let many = try await uploading.upload(bodies, uploaders: plan.uploaders)
        let rest = try await Settling(daemon: daemon).settle(since: cpuBefore + many.cpuSeconds)
        let single = runs.bodies(
            project: "bench",
            first: plan.runs,
            count: max(1, plan.runs / Self.singleShare),
            readings: plan.readings
        )
        let one = try await uploading.upload(single, uploaders: 1)
        _ = try await Settling(daemon: daemon).settle(since: 0)
        let readings = Double(plan.runs * plan.readings)
        return [
            Figure(
                "ingest-cpu",
                "ingest, until acknowledged",
                readings / many.cpuSeconds,
                "readings per CPU-s",
                aim: (.atLeast, 100_000)
            ),
            Figure(
                "ingest-swept-cpu",
                "ingest, until swept",
                readings / (many.cpuSeconds + rest.cpuSeconds),
                "readings per CPU-s"
            ),
            Figure("ingest-wall", "ingest by \(plan.uploaders) uploaders", readings / many.wallSeconds, "readings/s"),
            Figure("ingest-settled", "settled after the last upload", rest.wallSeconds, "s"),
            Figure(
                "upload-p50",
                "answer, \(plan.uploaders) uploaders, median",
                many.answerSeconds.quantile(0.5) * 1000,
                "ms"
            ),
            Figure(
                "upload-p99",
                "answer, \(plan.uploaders) uploaders, 99th percentile",
                many.answerSeconds.quantile(0.99) * 1000,
                "ms",
                aim: (.below, 25)
            ),
            Figure("upload-single-p50", "answer, 1 uploader, median", one.answerSeconds.quantile(0.5) * 1000, "ms"),
            Figure(
                "upload-single-p99",
                "answer, 1 uploader, 99th percentile",
                one.answerSeconds.quantile(0.99) * 1000,
                "ms",
                aim: (.below, 25)
            ),
        ]
    }

    /// Each further run makes the daemon look at the whole history of each of its series; storing that run is part of the figure.
    private func sweep(_ daemon: MeasuredDaemon) async throws -> [Figure] {
        let runs = SyntheticRuns(plan: plan)
        let uploading = Uploading(daemon: daemon, project: "bench")
        var first = plan.runs + max(1, plan.runs / Self.singleShare)
        var (points, cpu, wall) = (0, 0.0, 0.0)
        for _ in 0..<plan.sweeps {
            let body = runs.bodies(project: "bench", first: first, count: 1, readings: plan.readings)
            let before = daemon.usage.cpuSeconds
            _ = try await uploading.upload(body, uploaders: 1)
            let outcome = try await Settling(daemon: daemon).settle(since: before)
            first += 1
            points += first * plan.readings
            cpu += outcome.cpuSeconds
            wall += outcome.wallSeconds
        }
        let each = Double(plan.sweeps)
        return [
            Figure("sweep-cpu", "sweep of the history of one run's series", Double(points) / cpu, "points per CPU-s"),
            Figure("sweep-seconds", "the same, each sweep", cpu / each, "CPU-s"),
            Figure("sweep-settled", "settled after one more run", wall / each, "s"),
        ]
    }

    private func query(_ daemon: MeasuredDaemon) async throws -> [Figure] {
        _ = try await daemon.caller.expect(201, .POST, "/api/v1/projects", json: #"{"slug":"long"}"#)
        let bodies = SyntheticRuns(plan: plan).bodies(project: "long", count: plan.points, readings: 1)
        let outcome = try await Uploading(daemon: daemon, project: "long").upload(bodies, uploaders: plan.uploaders)
        _ = try await Settling(daemon: daemon).settle(since: 0)
        let querying = try await Querying(daemon: daemon, project: "long", points: plan.points)
        let found = try await querying.measure(times: plan.queries, accepting: "identity")
        let packed = try await querying.measure(times: plan.queries, accepting: "gzip")
        let size = "a series of \(plan.points) points"
        return [
            Figure(
                "upload-small-wall",
                "ingest of runs with 1 reading",
                Double(plan.points) / outcome.wallSeconds,
                "runs/s"
            ),
            Figure("query-p50", "\(size), median", found.seconds.quantile(0.5) * 1000, "ms", aim: (.below, 10)),
            Figure("query-p99", "\(size), 99th percentile", found.seconds.quantile(0.99) * 1000, "ms"),
            Figure("query-cpu", "\(size), processor time of the daemon", found.cpuSeconds * 1000, "CPU-ms"),
            Figure("query-gzip-p50", "\(size) as gzip, median", packed.seconds.quantile(0.5) * 1000, "ms"),
            Figure("query-bytes", "\(size), length of the answer", Double(found.bytes) / 1024, "KiB"),
            memory("memory-all", "memory at most, after everything", daemon),
        ]
    }

    private func memory(_ id: String, _ title: String, _ daemon: MeasuredDaemon) -> Figure {
        Figure(id, title, daemon.usage.peakMemoryInMiB, "MiB", aim: (.below, 512))
    }

    private func disk(_ usage: DiskUsage) -> [Figure] {
        let uploaded = plan.runs + max(1, plan.runs / Self.singleShare) + plan.sweeps
        let centres = Double(uploaded * plan.readings + plan.points)
        let chunk =
            usage.chunkedCentres > 0 ? usage.bytes(of: "chunk").map { Double($0) / Double(usage.chunkedCentres) } : nil
        var figures = [
            Figure("disk-chunk", "table chunk, per centre in it", chunk, "bytes", aim: (.atMost, 10)),
            Figure("disk-chunked", "centres in table chunk", Double(usage.chunkedCentres), "of \(Int(centres))"),
        ]
        for (table, name) in [("head", "heads"), ("record", "records"), ("source", "kept uploads")] {
            let bytes = usage.bytes(of: table).map { Double($0) / centres }
            figures.append(Figure("disk-\(table)", "table \(table) (\(name)), per stored centre", bytes, "bytes"))
        }
        figures.append(
            Figure("disk-all", "the whole database, per stored centre", Double(usage.total) / centres, "bytes")
        )
        return figures
    }
}
