import Foundation
import NilometerCore
import NilometerFormats
import NilometerStatistics

/// What one process of a benchmark command said: one value for each benchmark and metric.
///
/// A process is the unit of replication; what it repeated within itself is its median.
struct Measurement: Sendable {
    /// One value.
    struct Value: Sendable, Equatable {
        /// The benchmark, its parameters and the metric.
        var key: SeriesKey
        /// The canonical unit.
        var unit: String
        /// Which direction is better.
        var better: Better
        /// The value in `unit`.
        var value: Double
    }

    /// The values in the order in which they were printed.
    var values: [Value]

    /// Reads what a process wrote.
    ///
    /// - Throws: `CommandError` when there is no reading in it.
    init(of uploads: [Upload], format: String = "auto") throws(CommandError) {
        var units: [String: UnitFact] = [:]
        var groups: [[Reading]] = []
        for upload in uploads {
            do {
                var report = try Formats.report(from: upload, format: format)
                report.carry(&units)
                groups.append(report.readings)
            } catch {
                let place = error.line.map { ", line \($0)" } ?? ""
                throw .failed("The benchmark's \(upload.name) could not be read\(place): \(error.reason)")
            }
        }
        values = RunReadings.checked(groups).readings.compactMap { reading in
            guard let value = Median.of(reading.samples) ?? reading.value, value.isFinite else { return nil }
            let key = SeriesKey(
                benchmark: reading.benchmark,
                parameters: reading.parameters,
                metric: reading.metric
            )
            return Value(key: key, unit: reading.unit, better: reading.better, value: value)
        }
        guard !values.isEmpty else { throw .failed("The benchmark printed no value; run it by hand to see why.") }
    }
}
