import Foundation

/// A file of series, one JSON object a line.
struct SeriesFile {
    /// The values of each series of at least 1000.
    let values: [[Double]]

    private struct Line: Decodable { var values: [Double] }

    init(path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw MeasuringFailed(
                sentence: "\(path) could not be read; give a file of lines {\"id\": …, \"values\": […]}."
            )
        }
        values = try data.split(separator: UInt8(ascii: "\n")).enumerated().compactMap { number, line in
            guard let found = try? JSONDecoder().decode(Line.self, from: Data(line)) else {
                throw MeasuringFailed(sentence: "\(path), line \(number + 1): not an object with “values”.")
            }
            return found.values.count >= 1000 ? found.values : nil
        }
        guard !values.isEmpty else {
            throw MeasuringFailed(sentence: "\(path) has no series of 1000 values; give some.")
        }
    }
}
