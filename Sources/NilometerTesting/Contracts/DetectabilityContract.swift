public import NilometerCore

/// What every gauge of detectability must hold, whatever points it is given.
public enum DetectabilityContract {
    /// The sentences of the contract that the gauge breaks on these lists of points; empty when it holds.
    public static func broken(by gauge: any DetectabilityGauge, on lines: [[Point]], in series: Series) -> [String] {
        var broken: [String] = []
        let runs = [1, 5, 10]
        for (number, points) in lines.enumerated() {
            let card = gauge.detectability(of: points, in: series, within: runs)
            let name = "list \(number) of \(points.count) points"
            if gauge.detectability(of: points, in: series, within: runs) != card {
                broken.append("\(name): a second look says something else")
            }
            if card.steps.map(\.runs) != runs { broken.append("\(name): the steps are for \(card.steps.map(\.runs))") }
            let sizes = card.steps.map { $0.difference ?? .infinity }
            if zip(sizes, sizes.dropFirst()).contains(where: { $0 < $1 }) {
                broken.append("\(name): more runs find less, \(sizes)")
            }
            if sizes.contains(where: { !($0 > 0) }) { broken.append("\(name): a step of \(sizes)") }
        }
        return broken
    }
}
