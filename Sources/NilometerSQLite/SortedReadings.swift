import Crypto
import Foundation
import GRDB
import NilometerCore

/// The readings of a run, tied to their series.
struct SortedReadings {
    var series: [Int64] = []
    var entries: [RecordBlob.Entry] = []
    var failed: [Reading] = []
    var warnings: [Warning] = []
}

extension SQLiteStore {
    /// Finds or adds the series of each reading; one of another unit than its series is kept as an error.
    static func sort(
        _ run: Run,
        _ machine: Int64,
        _ project: Int64,
        _ known: inout WriterState.Project,
        _ db: Database
    ) throws -> SortedReadings {
        var sorted = SortedReadings()
        sorted.series.reserveCapacity(run.readings.count)
        sorted.entries.reserveCapacity(run.readings.count)
        for reading in run.readings {
            guard let centre = reading.value else {
                sorted.failed.append(reading)
                continue
            }
            let isCount = reading.assumesExact || Metric.isCount(metric: reading.metric)
            let name = WriterState.SeriesName(
                key: SeriesKey(
                    benchmark: reading.benchmark,
                    parameters: reading.parameters,
                    metric: reading.metric
                ),
                machine: run.machine.name,
                machineID: isCount ? nil : machine
            )
            let series: WriterState.KnownSeries
            if let found = known.series[name] {
                series = found
            } else {
                series = try findOrAdd(name, reading, isCount, run, project, &known, db)
                known.series[name] = series
            }
            guard series.unit == reading.unit else {
                sorted.warnings.append(
                    Warning(
                        "other-unit",
                        "\(reading.benchmark) reports \(reading.metric) in \(reading.unit), its series is in \(series.unit); the reading is kept without value."
                    )
                )
                var failed = reading
                failed.value = nil
                failed.error = "the unit \(reading.unit) does not fit the series' \(series.unit)"
                sorted.failed.append(failed)
                continue
            }
            sorted.series.append(series.id)
            sorted.entries.append(RecordBlob.Entry(reading, centre: centre))
        }
        return sorted
    }

    private static func findOrAdd(
        _ name: WriterState.SeriesName,
        _ reading: Reading,
        _ isCount: Bool,
        _ run: Run,
        _ project: Int64,
        _ known: inout WriterState.Project,
        _ db: Database
    ) throws -> WriterState.KnownSeries {
        let identity = [
            run.project, name.key.benchmark, name.key.parametersText, name.key.metric, name.machine,
            isCount ? "" : run.machine.fingerprintText,
        ].joined(separator: "\u{1F}")
        let id = "ser_" + PublicID.base32(Array(SHA256.hash(data: Data(identity.utf8)).prefix(16)))
        let found = try db.row(
            "SELECT series_id, unit FROM series WHERE project_id = :project AND public_id = :id",
            ["project": project, "id": id]
        )
        if let found { return WriterState.KnownSeries(id: found[0], unit: found[1]) }
        let number = known.nextSeries
        known.nextSeries += 1
        try db.run(
            """
            INSERT INTO series (project_id, series_id, public_id, benchmark, parameters, metric, machine, machine_id, unit,
              better, is_exact)
            VALUES (:project, :number, :id, :benchmark, :parameters, :metric, :machine, :strand, :unit, :better, :exact)
            """,
            [
                "project": project, "number": number, "id": id, "benchmark": name.key.benchmark,
                "parameters": name.key.parametersText, "metric": name.key.metric, "machine": name.machine,
                "strand": name.machineID, "unit": reading.unit, "better": reading.better.rawValue, "exact": isCount,
            ]
        )
        return WriterState.KnownSeries(id: number, unit: reading.unit)
    }

    static func machineID(
        _ machine: Machine,
        _ project: Int64,
        _ known: inout WriterState.Project,
        _ db: Database
    ) throws -> Int64 {
        if let id = known.machines[machine] { return id }
        let id = Int64(known.machines.count + 1)
        try db.run(
            "INSERT INTO machine (project_id, machine_id, name, fingerprint) VALUES (:project, :id, :name, :fingerprint)",
            ["project": project, "id": id, "name": machine.name, "fingerprint": machine.fingerprintText]
        )
        known.machines[machine] = id
        return id
    }

    static func layoutID(
        _ series: [Int64],
        _ suite: Suite,
        _ known: inout WriterState.Project,
        _ db: Database
    ) throws -> Int64 {
        if let id = known.layouts[suite.machine]?[series] { return id }
        let data = Layout.data(series)
        let found = try db.number(
            "SELECT layout_id FROM layout WHERE project_id = :project AND machine_id = :machine AND digest = :digest",
            ["project": suite.project, "machine": suite.machine, "digest": Layout.digest(data)]
        )
        let id: Int64
        if let found {
            id = found
        } else {
            id =
                try db.number(
                    """
                    INSERT INTO layout (project_id, machine_id, layout_id, digest, series_ids)
                    SELECT :project, :machine, coalesce(max(layout_id), 0) + 1, :digest, :data FROM layout
                    WHERE project_id = :project AND machine_id = :machine RETURNING layout_id
                    """,
                    [
                        "project": suite.project, "machine": suite.machine, "digest": Layout.digest(data), "data": data,
                    ]
                ) ?? 1
        }
        known.layouts[suite.machine, default: [:]][series] = id
        return id
    }
}
