import NilometerCore
import NilometerStatistics

/// Reads one reading as `parse --json` prints it and the envelope takes it.
enum ReadingReader {
    /// The reading whose object stands next; without value, samples and error it is an error reading.
    static func reading(_ reader: inout JSONReader) throws(JSONError) -> Reading {
        var reading = Reading(benchmark: "", metric: "", unit: "")
        var unit: String?
        var better: Better?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "benchmark": reading.benchmark = try reader.string()
            case "parameters": reading.parameters = try reader.texts(isNested: true)
            case "metric": reading.metric = try reader.string()
            case "unit": unit = try reader.optionalString()
            case "better": better = try direction(&reader)
            case "estimator": reading.estimator = try reader.optionalString() ?? "median"
            case "value": reading.value = try reader.takesNull() ? nil : reader.number().double
            case "samples": reading.samples = try numbers(&reader)
            case "spread": reading.spread = try spread(&reader)
            case "iterations": reading.iterations = try counts(&reader)
            case "error": reading.error = try reader.optionalString()
            default: throw reader.unknownKey(key)
            }
        }
        guard !reading.benchmark.isEmpty else { throw reader.mismatch("the reading has no “benchmark”") }
        guard !reading.metric.isEmpty else { throw reader.mismatch("the reading has no “metric”") }
        reading.unit = unit ?? reading.metric
        reading.better = better ?? usualDirection(of: reading)
        if reading.value == nil { reading.value = Median.of(reading.samples) }
        if reading.value == nil, reading.error == nil {
            reading.error = "the reading has neither value nor samples"
        }
        return reading
    }

    /// The direction that the metric's name says, else the unit's.
    private static func usualDirection(of reading: Reading) -> Better {
        let named = Metric.usualDirection(unit: reading.metric)
        return named == .unknown ? Metric.usualDirection(unit: reading.unit) : named
    }

    private static func direction(_ reader: inout JSONReader) throws(JSONError) -> Better? {
        guard let word = try reader.optionalString() else { return nil }
        guard let better = Better(rawValue: word) else {
            throw reader.mismatch("“\(word.prefix(40))” is none of lower, higher and unknown")
        }
        return better
    }

    private static func numbers(_ reader: inout JSONReader) throws(JSONError) -> [Double] {
        guard try !reader.takesNull() else { return [] }
        var numbers: [Double] = []
        try reader.beginArray()
        while try reader.nextElement() { numbers.append(try reader.number().double) }
        return numbers
    }

    /// One count for all samples, or one for each.
    private static func counts(_ reader: inout JSONReader) throws(JSONError) -> [Int] {
        switch try reader.kind() {
        case .null:
            _ = try reader.takesNull()
            return []
        case .number: return [try reader.integer()]
        default:
            var counts: [Int] = []
            try reader.beginArray()
            while try reader.nextElement() { counts.append(try reader.integer()) }
            return counts
        }
    }

    private static func spread(_ reader: inout JSONReader) throws(JSONError) -> Spread? {
        guard try !reader.takesNull() else { return nil }
        var kind: String?
        var value: Double?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "kind": kind = try reader.string()
            case "value": value = try reader.number().double
            default: throw reader.unknownKey(key)
            }
        }
        guard let kind, let value, value >= 0 else {
            throw reader.mismatch("a spread needs a kind and a value that is not negative")
        }
        return Spread(kind: kind, value: value)
    }
}
