import Foundation

/// Runs whose values look like a benchmark suite's: levels over five decades, 1 % noise, half of them whole nanoseconds.
struct SyntheticRuns {
    /// The body of one upload.
    struct Body: Sendable {
        /// The envelope.
        let text: String
    }

    private static let relativeNoise = 0.01

    let plan: Plan

    /// The bodies of a line of commits, oldest first.
    ///
    /// - Parameters:
    ///   - project: makes the commits of two projects differ.
    ///   - first: how many runs came before on the same line.
    ///   - count: how many.
    ///   - readings: how many readings each has.
    /// - Returns: one body a run.
    func bodies(project: String, first: Int = 0, count: Int, readings: Int) -> [Body] {
        var levels = SplitMix(seed: plan.seed)
        let centres = (0..<readings).map { _ in 100 * pow(10, Double.random(in: 0..<5, using: &levels)) }
        return (first..<first + count).map { index in
            var generator = SplitMix(seed: plan.seed &+ UInt64(index) &* 1_000_003 &+ 1)
            let items = centres.enumerated().map { place, centre in
                item(place, samples(around: centre, isWhole: place.isMultiple(of: 2), &generator))
            }
            return Body(text: envelope(project: project, index: index, items: items))
        }
    }

    private func samples(around centre: Double, isWhole: Bool, _ generator: inout SplitMix) -> [Double] {
        (0..<plan.samples).map { _ in
            let value = centre * (1 + Self.relativeNoise * generator.noise())
            return isWhole ? value.rounded() : value
        }
    }

    private func item(_ place: Int, _ samples: [Double]) -> String {
        let values = samples.map { $0 == $0.rounded() ? String(Int64($0)) : "\($0)" }.joined(separator: ",")
        return #"{"benchmark":"Case\#(place)","metric":"ns/op","unit":"ns","better":"lower","samples":[\#(values)]}"#
    }

    private func envelope(project: String, index: Int, items: [String]) -> String {
        let line = (max(0, index - plan.line)..<index).reversed().map { "\"\(commit(project, $0))\"" }
        return """
            {"schema":"nilometer.run/1","commit":{"sha":"\(commit(project, index))","branch":"main","line":[\(line.joined(separator: ","))]},\
            "machine":{"name":"bench"},"context":{"toolchain":"synthetic"},\
            "origin":{"provider":"bench","id":"\(project)-\(index)","attempt":1},"readings":[\(items.joined(separator: ","))]}
            """
    }

    private func commit(_ project: String, _ index: Int) -> String { "\(project)-commit-\(index)" }
}
