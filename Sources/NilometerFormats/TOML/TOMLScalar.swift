import Foundation

/// The values of TOML that are written without quotation marks.
enum TOMLScalar {
    /// The value of a word; nil where it is none, and for whole numbers of more than 64 bits.
    static func value(of word: String) -> TOMLNode.Value? {
        switch word {
        case "true": return .flag(true)
        case "false": return .flag(false)
        case "inf", "+inf": return .number(.infinity)
        case "-inf": return .number(-.infinity)
        case "nan", "+nan", "-nan": return .number(.nan)
        default: break
        }
        if TOMLTime.fits(word) { return .time(word) }
        for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where word.hasPrefix(prefix) {
            let digits = word.dropFirst(2)
            guard digits.first != "-", digits.first != "+" else { return nil }
            return plain(digits, radix: radix).flatMap { Int($0, radix: radix) }.map { .integer($0) }
        }
        return decimal(word)
    }

    private static func decimal(_ word: String) -> TOMLNode.Value? {
        let isSigned = word.hasPrefix("-") || word.hasPrefix("+")
        let sign = word.hasPrefix("-") ? "-" : ""
        let unsigned = word.dropFirst(isSigned ? 1 : 0)
        let mantissa = unsigned.prefix { $0 != "e" && $0 != "E" }
        let parts = mantissa.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = plain(parts[0]), whole == "0" || !whole.hasPrefix("0") else { return nil }
        if parts.count == 1 && mantissa.count == unsigned.count { return Int(sign + whole).map { .integer($0) } }
        var text = sign + whole
        if parts.count == 2 {
            guard let fraction = plain(parts[1]) else { return nil }
            text += "." + fraction
        }
        if mantissa.count < unsigned.count {
            let exponent = unsigned.dropFirst(mantissa.count + 1)
            let isNegative = exponent.hasPrefix("-")
            guard let digits = plain(exponent.dropFirst(isNegative || exponent.hasPrefix("+") ? 1 : 0)) else {
                return nil
            }
            text += "e" + (isNegative ? "-" : "") + digits
        }
        return Double(text).map { .number($0) }
    }

    /// The digits without the underscores between them; nil where there are none, or an underscore is not between two.
    private static func plain(_ text: Substring, radix: Int = 10) -> String? {
        let parts = text.split(separator: "_", omittingEmptySubsequences: false)
        let isWhole = parts.allSatisfy { part in
            !part.isEmpty
                && part.utf8.allSatisfy { Character(Unicode.Scalar($0)).hexDigitValue.map { $0 < radix } ?? false }
        }
        return isWhole ? parts.joined() : nil
    }
}
