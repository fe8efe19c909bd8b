import NilometerAPI
import NilometerCore

/// One benchmark and metric of an answer.
struct GateReportRow: Sendable {
    /// The benchmark with its parameters, and with its package and machine where there are several.
    var name: String
    /// The package, for those who group by it; nil where none is known.
    var package: String?
    /// The machine's name; nil where none is known.
    var machine: String?
    /// The benchmark and its parameters, as they are stored.
    var benchmark: String
    /// The parameters.
    var parameters: [String: String]
    /// The metric.
    var metric: String
    /// The two levels.
    var levels: TextLevels
    /// The adjusted p; nil for exact values and where nothing was tested.
    var p: Double?
    /// What is said.
    var verdict: Verdict
    /// Why, or what would settle it.
    var reason: String
    /// Why the row fails the gate; nil where it does not.
    var failure: String?
    /// Where the difference comes from, such as the line that allocates; nil without evidence.
    var explanation: String?
    /// Where the same comparison is found; nil without a server.
    var link: String?

    /// Makes a row for a comparison that no server made.
    init(
        benchmark: String,
        parameters: [String: String] = [:],
        metric: String,
        levels: TextLevels,
        p: Double? = nil,
        verdict: Verdict,
        reason: String,
        failure: String? = nil
    ) {
        self.benchmark = benchmark
        self.parameters = parameters
        self.metric = metric
        self.levels = levels
        self.p = p
        self.verdict = verdict
        self.reason = reason
        self.failure = failure
        package = parameters["pkg"]
        name = Self.name(benchmark, parameters, withPackage: false)
    }

    /// Takes a row as a server answered it.
    init(_ row: ComparisonRowView, withPackage: Bool, withMachine: Bool, failure: String?, link: String?) {
        self.init(
            benchmark: row.benchmark,
            parameters: row.parameters,
            metric: row.metric,
            levels: TextLevels(row),
            p: row.p,
            verdict: row.verdict,
            reason: row.reason,
            failure: failure
        )
        self.link = link
        machine = row.machine
        name = Self.name(row.benchmark, row.parameters, withPackage: withPackage)
        if withMachine { name += " on \(row.machine)" }
    }

    /// Why the row is as it is: what fails it, where that is another thing than its verdict, and the reason.
    var why: String {
        guard let failure, failure != verdict.rawValue else { return reason }
        return reason.isEmpty ? failure : "\(failure); \(reason)"
    }

    /// The benchmark with its parameters, and with the last part of its package where there are several.
    static func name(_ benchmark: String, _ parameters: [String: String], withPackage: Bool) -> String {
        var name = benchmark
        for (key, value) in parameters.sorted(by: { $0.key < $1.key }) where key != "pkg" { name += "/\(key)=\(value)" }
        guard withPackage, let package = parameters["pkg"]?.split(separator: "/").last else { return name }
        return "\(package).\(name)"
    }
}
