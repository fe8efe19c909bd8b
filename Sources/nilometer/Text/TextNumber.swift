import Foundation

/// Numbers as people read them.
enum TextNumber {
    /// The decimals that show about four digits of the largest of some values; none where all are whole.
    static func decimals(for values: [Double]) -> Int {
        let finite = values.filter(\.isFinite)
        if finite.allSatisfy({ $0 == $0.rounded() }) { return 0 }
        let largest = finite.reduce(0) { max($0, abs($1)) }
        return switch largest {
        case 1000...: 0
        case 100..<1000: 1
        case 10..<100: 2
        case 1..<10: 3
        case 0.001..<1: 6
        default: 12
        }
    }

    /// The value with so many decimals and its thousands parted by commas; very large or small ones with a power of ten.
    static func text(_ value: Double, decimals: Int) -> String {
        guard value.isFinite else { return value.isNaN ? "not a number" : value < 0 ? "-∞" : "∞" }
        guard abs(value) < 1e15, value == 0 || abs(value) >= 1e-6 else { return String(format: "%.4g", value) }
        let plain = String(format: "%.\(decimals)f", value)
        let parts = plain.split(separator: ".", omittingEmptySubsequences: false)
        let isNegative = parts[0].hasPrefix("-")
        let digits = Array(isNegative ? parts[0].dropFirst() : parts[0])
        var whole = ""
        for (place, digit) in digits.enumerated() {
            if place > 0 && (digits.count - place) % 3 == 0 { whole.append(",") }
            whole.append(digit)
        }
        return (isNegative ? "-" : "") + whole + (parts.count > 1 ? "." + parts[1] : "")
    }

    /// One value on its own.
    static func text(_ value: Double) -> String { text(value, decimals: decimals(for: [value])) }

    /// The unit that is written after a value in a canonical unit; empty for counts.
    static func unit(_ canonical: String) -> String {
        switch canonical {
        case "1", "": ""
        case "1/s": " /s"
        default: " " + canonical
        }
    }

    /// How far a level moved, with its sign, and as a share where it rose from more than nothing.
    static func move(from before: Double, to after: Double) -> String {
        let difference = after - before
        let sign = difference > 0 ? "+" : ""
        let whole = sign + text(difference, decimals: decimals(for: [before, after]))
        return before == 0 ? whole : "\(whole) (\(share(from: before, to: after)))"
    }

    /// How far a level moved against where it was: a percentage, or how many times from tenfold on.
    static func share(from before: Double, to after: Double) -> String {
        let ratio = after / before
        guard before != 0, ratio.isFinite else { return "from 0" }
        guard ratio < 10 else { return "×" + text(ratio, decimals: ratio < 99.95 && ratio != ratio.rounded() ? 1 : 0) }
        let percent = (ratio - 1) * 100
        // A level that fell to almost nothing did not fall to nothing.
        if percent > -100 && percent < -99.9 { return "-99.9%" }
        return (percent > 0 ? "+" : "") + text(percent, decimals: abs(percent) >= 99.95 ? 0 : 1) + "%"
    }
}
