import NilometerCore
import NilometerStatistics

extension Past {
    /// Says which version of the detector wrote a state: its constants, and what it finds in two series made for that.
    enum Signature {
        /// Changes with the way in which states are written.
        private static let format: UInt64 = 1

        static let own: UInt64 = {
            var sum = format
            for byte in String(describing: Limits()).utf8 { add(UInt64(byte), to: &sum) }
            for isExact in [false, true] {
                var state = SeriesState(of: points(isExact: isExact), isExact: isExact)
                var writer = StateWriter()
                state.findings().changes.keep(in: &writer)
                for byte in writer.bytes { add(UInt64(byte), to: &sum) }
            }
            return sum
        }()

        /// Levels that step, drift and jump, with noise that is correlated in a part.
        private static func points(isExact: Bool) -> [Point] {
            var generator = SplitMix(seed: 7)
            var noise = 0.0
            return (0..<1_000).map { place in
                noise = (place / 300 % 2 == 0 ? 0 : 0.6) * noise + Double.random(in: -1...1, using: &generator)
                let level = 100.0 + Double(place / 90 % 5) * 3 + (place > 700 ? 0.02 * Double(place - 700) : 0)
                let value = place > 930 ? 1e6 + noise : level + noise
                let isSpike = place % 37 == 5
                return Point(
                    commit: "\(place)",
                    run: "\(place)",
                    value: isExact ? level.rounded() : isSpike ? 1.4 * value : value,
                    spread: 1,
                    count: 6
                )
            }
        }

        private static func add(_ value: UInt64, to sum: inout UInt64) { sum = (sum ^ value) &* 0x100_0000_01B3 }
    }
}
