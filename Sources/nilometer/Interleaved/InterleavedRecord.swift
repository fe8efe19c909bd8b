import NilometerCore
import NilometerDetection

/// What the processes of two sides said, pair by pair.
struct InterleavedRecord: Sendable {
    private struct Entry {
        var reading: Reading
        var pairs: [PairedReadings.Pair] = []
        var baseCount = 0
        var headCount = 0
        var hasOtherUnit = false
    }

    /// How many pairs were added.
    private(set) var count = 0
    private var order: [MeasuredKey] = []
    private var entries: [MeasuredKey: Entry] = [:]
    private let selection: InterleavedSelection

    /// Makes a record of what is selected.
    init(_ selection: InterleavedSelection = InterleavedSelection()) { self.selection = selection }

    /// Adds what one process of each side said, a value for each benchmark and metric.
    mutating func add(base: [Reading], head: [Reading]) {
        count += 1
        let bases = Self.values(base)
        let heads = Self.values(head)
        for reading in base + head {
            let key = MeasuredKey(reading)
            guard selection.holds(key), entries[key] == nil else { continue }
            order.append(key)
            entries[key] = Entry(reading: reading)
        }
        for key in order {
            guard var entry = entries[key] else { continue }
            let (old, new) = (bases[key], heads[key])
            if old != nil { entry.baseCount += 1 }
            if new != nil { entry.headCount += 1 }
            if let old, let new {
                entry.pairs.append(PairedReadings.Pair(base: old.value, head: new.value))
                if old.unit != entry.reading.unit || new.unit != entry.reading.unit { entry.hasOtherUnit = true }
            }
            entries[key] = entry
        }
    }

    /// The pairs of each benchmark and metric; what is not in every pair has none, and says why.
    var readings: [PairedReadings] {
        let measured = order.compactMap { key in
            entries[key].map { entry in
                let isWhole = entry.pairs.count == count && !entry.hasOtherUnit
                return PairedReadings(
                    benchmark: key.benchmark,
                    parameters: key.parameters,
                    metric: key.metric,
                    unit: entry.reading.unit,
                    better: entry.reading.better,
                    pairs: isWhole ? entry.pairs : [],
                    absence: isWhole ? nil : absence(of: entry)
                )
            }
        }
        let unseen = (selection.confirmation?.keys ?? []).filter { selection.holds($0) && entries[$0] == nil }
        return measured
            + unseen.map { key in
                PairedReadings(
                    benchmark: key.benchmark,
                    parameters: key.parameters,
                    metric: key.metric,
                    unit: "",
                    better: .unknown,
                    pairs: [],
                    absence: "to be confirmed, but the command did not measure it"
                )
            }
    }

    private func absence(of entry: Entry) -> String {
        if entry.hasOtherUnit { return "the sides, or runs of one, do not use the same unit" }
        switch (entry.baseCount, entry.headCount) {
        case (count, 0): return "measured at the base only"
        case (0, count): return "measured at the head only"
        case (let base, let head):
            return "measured in \(base) of \(count) runs at the base and in \(head) of \(count) at the head"
        }
    }

    private static func values(_ readings: [Reading]) -> [MeasuredKey: (value: Double, unit: String)] {
        var values: [MeasuredKey: (value: Double, unit: String)] = [:]
        for reading in readings {
            guard let value = reading.value, value.isFinite else { continue }
            values[MeasuredKey(reading)] = (value, reading.unit)
        }
        return values
    }
}
