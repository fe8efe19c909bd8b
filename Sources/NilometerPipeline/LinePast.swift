import Foundation
import NilometerCore

/// What is kept of the first points of a line: the detector's state, and the commits of the changes among them.
struct LinePast: Equatable {
    /// The commits at an index of the series.
    struct Place: Equatable, Codable {
        var index: Int
        var commit: String
        /// The commit of the point before.
        var from: String
    }

    private struct Kept: Codable {
        var first: Int
        var count: Int
        var places: [Place]
        var state: Data
    }

    var state: DetectorState
    /// Those of the changes at or before the first point that is still read, in rising order of index.
    var places: [Place]

    init(state: DetectorState, places: [Place]) {
        self.state = state
        self.places = places
    }

    /// Nil when the bytes are not what `bytes` gave.
    init?(_ bytes: [UInt8]) {
        guard let kept = try? JSONDecoder().decode(Kept.self, from: Data(bytes)) else { return nil }
        state = DetectorState(first: kept.first, count: kept.count, bytes: Array(kept.state))
        places = kept.places
    }

    /// As it is kept.
    func bytes() throws -> [UInt8] {
        let kept = Kept(first: state.first, count: state.count, places: places, state: Data(state.bytes))
        return Array(try JSONEncoder().encode(kept))
    }
}
