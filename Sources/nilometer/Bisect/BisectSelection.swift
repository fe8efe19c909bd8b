import Foundation
import NilometerCore

/// The benchmark and metric that a bisection is about, found in what a run measured.
struct BisectSelection: Sendable {
    /// Why a run says nothing.
    struct Absent: Error {
        var reason: String
    }

    /// The benchmark, with parameters or without.
    let benchmark: String
    /// The metric's name.
    let metric: String

    /// The value that is asked for.
    ///
    /// - Throws: `Absent` when there is none, or more than one.
    func value(in measurement: Measurement) throws(Absent) -> Measurement.Value {
        let named = measurement.values.filter { isNamed($0.key) }
        guard !named.isEmpty else {
            let names = Set(measurement.values.map { Self.name(of: $0.key) }).sorted()
            let question = NearNames.question(benchmark, in: names).map { "; \($0)" } ?? ""
            throw Absent(reason: "it printed no benchmark “\(benchmark)”\(question)")
        }
        let found = named.filter { $0.key.metric == metric }
        guard let value = found.first else {
            let metrics = Set(named.map(\.key.metric)).sorted().joined(separator: ", ")
            throw Absent(reason: "its benchmark “\(benchmark)” has no metric “\(metric)”, but \(metrics)")
        }
        guard found.count == 1 else {
            let names = found.map { Self.name(of: $0.key) }.prefix(4).joined(separator: ", ")
            throw Absent(reason: "it printed several benchmarks “\(benchmark)”; name one of \(names)")
        }
        return value
    }

    /// Whether a series is of the benchmark; parameters may be left out.
    func isNamed(_ key: SeriesKey) -> Bool {
        if key.benchmark == benchmark || Self.name(of: key) == benchmark { return true }
        // Parameters may be given in any order, and some of them left out.
        var rest = benchmark + "/"
        for (name, value) in key.parameters {
            guard let part = rest.range(of: "/\(name)=\(value)/") else { continue }
            rest.replaceSubrange(part, with: "/")
        }
        return rest == key.benchmark + "/"
    }

    /// The benchmark's name with all its parameters.
    static func name(of key: SeriesKey) -> String {
        ([key.benchmark] + key.parametersText.split(separator: "\n").map(String.init)).joined(separator: "/")
    }
}
