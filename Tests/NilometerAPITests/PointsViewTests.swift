import Foundation
import NilometerAPI
import NilometerCore
import Testing

struct PointsViewTests {
    @Test func `the text is what a decoder reads back as the view, odd names and numbers included`() throws {
        let values = [0, -0.0, 1, 0.1, 1e300, -2.5e-8, 9_007_199_254_740_992, 1.5]
        let points = values.enumerated().map { index, value in
            Point(
                commit: "a\"\\\u{1}é\(index)",
                run: "run_\(index)",
                value: value,
                spread: index % 2 == 0 ? .nan : value,
                count: index
            )
        }
        let view = PointsView(series: "ser_x", points: points)
        let back = try JSONCoding.decoder.decode(PointsView.self, from: Data(view.json()))
        #expect(back.commits == view.commits)
        #expect(back.runs == view.runs)
        #expect(back.counts == view.counts)
        #expect(back.spreads == view.spreads)
        #expect(back.values.map(\.bitPattern) == view.values.map(\.bitPattern))
    }

    @Test func `no points are empty columns`() throws {
        let text = String(decoding: PointsView(series: "s", points: []).json(), as: UTF8.self)
        #expect(text == #"{"commits":[],"counts":[],"runs":[],"series":"s","spreads":[],"values":[]}"#)
    }
}
