/// One entry of the `benchmarks` of Google Benchmark's JSON.
struct GoogleBenchmarkRow {
    var name = ""
    var runName: String?
    var runType: String?
    var aggregateName: String?
    var aggregateUnit: String?
    var family: Int?
    var instance: Int?
    var repetition: Int?
    var iterations: Int?
    var timeUnit = "ns"
    var hasLabel = false
    /// Why the benchmark failed.
    var error: String?
    /// Why the benchmark was left out on purpose.
    var skipped: String?
    /// Whether the row is a fitted complexity (`BigO`) or its error (`RMS`).
    var isFit = false
    /// `real_time`, `cpu_time` and the counters, in file order.
    var metrics: [(name: String, value: Double)] = []

    /// Reads an entry; the reader stands before its object.
    init(_ reader: inout JSONReader) throws(JSONError) {
        var hasFailed = false
        var isSkipped = false
        let doubled = reader.doubledCount
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch (key, try reader.kind()) {
            case ("name", .string): name = try reader.string()
            case ("run_name", .string): runName = try reader.string()
            case ("run_type", .string): runType = try reader.string()
            case ("aggregate_name", .string): aggregateName = try reader.string()
            case ("aggregate_unit", .string): aggregateUnit = try reader.string()
            case ("family_index", .number): family = try reader.number().integer
            case ("per_family_instance_index", .number): instance = try reader.number().integer
            case ("repetition_index", .number): repetition = try reader.number().integer
            case ("iterations", .number):
                let number = try reader.number()
                iterations = number.integer ?? Int(exactly: number.double.rounded())
            case ("time_unit", .string): timeUnit = try reader.string()
            case ("label", .string): hasLabel = try !reader.string().isEmpty
            case ("error_occurred", .boolean): hasFailed = try reader.boolean()
            case ("error_message", .string): error = try reader.string()
            case ("skipped", .boolean): isSkipped = try reader.boolean()
            case ("skip_message", .string): skipped = try reader.string()
            case ("cpu_coefficient", _), ("real_coefficient", _), ("rms", _), ("big_o", _):
                isFit = true
                try reader.skip()
            case ("repetitions", .number), ("threads", .number): _ = try reader.number()
            case (_, .number): metrics.append((key, try reader.number().double))
            default: try reader.skip()
            }
        }
        if reader.doubledCount > doubled {
            let last = Dictionary(metrics.map { ($0.name, $0.value) }) { _, last in last }
            var taken: Set<String> = []
            metrics = metrics.filter { taken.insert($0.name).inserted }.map { ($0.name, last[$0.name] ?? $0.value) }
        }
        if !hasFailed { error = nil } else if error?.isEmpty != false { error = "the benchmark failed" }
        if !isSkipped { skipped = nil } else if skipped?.isEmpty != false { skipped = "skipped" }
    }

    /// The name without the suffix of an aggregate.
    var benchmark: String {
        if let runName { return runName }
        guard let aggregateName, name.hasSuffix("_" + aggregateName) else { return name }
        return String(name.dropLast(aggregateName.count + 1))
    }
}
