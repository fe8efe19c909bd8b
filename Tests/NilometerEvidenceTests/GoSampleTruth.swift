import Foundation

/// The truth of one step of the sample history.
struct GoSampleTruth: Decodable {
    struct Place: Decodable {
        var file: String
        var line: Int
    }

    struct Regression: Decodable {
        enum CodingKeys: String, CodingKey {
            case pattern, site, benches, metrics, cause
            case others = "alt_sites"
        }

        var pattern: String
        var site: Place
        var others: [Place]
        var benches: [String]
        var metrics: [String]
        var cause: Place?
    }

    var step: String
    var regressions: [Regression]

    static func all() throws -> [GoSampleTruth] {
        let file = GoSample.root.appendingPathComponent("truth.json")
        return try JSONDecoder().decode([GoSampleTruth].self, from: Data(contentsOf: file))
    }
}
