import NilometerCore

/// Keeps the samples of a reading within a bound.
enum Samples {
    /// The most samples that a reading keeps.
    static let most = 10_000

    /// The readings with no more samples than that; what is left is drawn with a fixed seed, in order.
    ///
    /// - Complexity: O(samples).
    static func thinned(_ report: inout Report) {
        var count = 0
        for index in report.readings.indices where report.readings[index].samples.count > most {
            count += 1
            let reading = report.readings[index]
            let hasIterations = reading.iterations.count == reading.samples.count
            var state: UInt64 = 0x6E69_6C6F
            var samples: [Double] = []
            var iterations: [Int] = []
            for (place, sample) in reading.samples.enumerated() {
                // Selection sampling: each sample that is left has the chance wanted/left.
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let left = UInt64(reading.samples.count - place)
                guard (state >> 33) % left < UInt64(most - samples.count) else { continue }
                samples.append(sample)
                if hasIterations { iterations.append(reading.iterations[place]) }
            }
            report.readings[index].samples = samples
            if hasIterations { report.readings[index].iterations = iterations }
        }
        guard count > 0 else { return }
        let sentence = "\(count) readings have more than \(most) samples; \(most) of each were drawn with a fixed seed."
        report.warnings.append(Warning("thinned", sentence))
    }
}
