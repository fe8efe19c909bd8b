import Foundation
import NilometerAPI
import NilometerStatistics

/// Two levels of one series beside each other, in one scale so that they can be compared at a glance.
struct TextLevels {
    /// The level at the base, in the canonical unit.
    var before: Double?
    /// The level at the head.
    var after: Double?
    /// The canonical unit.
    var unit: String
    /// After over before, where it is an estimate; nil for exact values.
    var ratio: Double?
    /// The interval of the ratio.
    var interval: [Double]?

    /// Makes it.
    init(before: Double? = nil, after: Double? = nil, unit: String, ratio: Double? = nil, interval: [Double]? = nil) {
        self.before = before
        self.after = after
        self.unit = unit
        self.ratio = ratio
        self.interval = interval
    }

    /// The levels of a row as a server answered it.
    init(_ row: ComparisonRowView) {
        self.init(before: row.before, after: row.after, unit: row.unit, ratio: row.ratio, interval: row.interval)
    }

    /// The base's level with its unit; empty where it is not known.
    var beforeText: String { text(before) }

    /// The head's level with its unit; empty where it is not known.
    var afterText: String { text(after) }

    /// How far the level moved: of exact values the difference first, of others the share.
    var changeText: String {
        guard let before, let after else { return "" }
        if before == after { return "0" }
        let sign = after > before ? "+" : ""
        if before == 0 { return "\(sign)\(text(after)) (was 0)" }
        let percent = Self.percent(ratio ?? after / before)
        return ratio == nil ? "\(sign)\(text(after - before)) (\(percent))" : percent
    }

    /// The interval of the change; empty where it is not known.
    var intervalText: String {
        guard let interval, interval.count == 2 else { return "" }
        return "\(Self.percent(interval[0])) … \(Self.percent(interval[1]))"
    }

    /// Both levels, the change and its interval, in one line.
    var text: String {
        let levels = before == nil || after == nil ? [beforeText + afterText] : ["\(beforeText) to \(afterText)"]
        return (levels + [changeText, intervalText]).filter { !$0.isEmpty }.joined(separator: ", ")
    }

    private static func percent(_ ratio: Double) -> String {
        let percent = (ratio - 1) * 100
        guard percent.isFinite, abs(percent) < 99_950 else { return String(format: "×%.3g", ratio) }
        return String(format: abs(percent) < 1 ? "%+.2f%%" : abs(percent) < 999.95 ? "%+.1f%%" : "%+.0f%%", percent)
    }

    /// A level of the series with its unit, in the scale of the two; empty where it is not known.
    func text(_ value: Double?) -> String {
        guard let value else { return "" }
        if unit == "1", value == value.rounded(), abs(value) < 1e6 { return String(format: "%.0f", value) }
        let (factor, name) =
            switch unit {
            case "ns": (1e-9, "s")
            case "1": (1.0, "")
            case "1/s": (1.0, "/s")
            case "B", "B/s": (1.0, unit)
            default: (1.0, " " + unit)
            }
        let levels = [before ?? after ?? value, after ?? value].map { $0 * factor }
        return DisplayScale(for: levels, isBinary: unit == "B" || unit == "B/s").text(value * factor) + name
    }
}
