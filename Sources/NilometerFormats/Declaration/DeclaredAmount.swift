import NilometerCore

/// An amount as a declaration spells it: `"2 %"`, `"10 ns"`, `"1 KiB"`, or a number in the canonical unit.
enum DeclaredAmount: Equatable {
    /// A share, such as 0.02.
    case share(Double)
    /// A value in a canonical unit; without a name where it was a bare number.
    case value(Double, unit: String?)

    /// Reads a key of a table; the unit must be of the dimension of the rule's metric, where that names one.
    init?(_ key: String, in table: DeclaredTable, metric: Glob?) throws(FormatError) {
        let text: String
        switch table.values[key]?.value {
        case nil: return nil
        case .integer(let number)?:
            self = .value(try Self.checked(Double(number), key, table), unit: nil)
            return
        case .number(let number)?:
            self = .value(try Self.checked(number, key, table), unit: nil)
            return
        case .text(let written)?: text = written
        case _?:
            let kind = table.values[key]?.kind ?? ""
            throw table.wrong(key, "is \(kind), and must be an amount, such as \"2 %\", \"10 ns\", \"1 KiB\" or 12")
        }
        let shown = "is “\(text.prefix(100))”"
        let example = "write a number and a unit, such as \"2 %\", \"10 ns\" or \"1 KiB\""
        let digits = text.prefix { $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }
        let rest = text.dropFirst(digits.count).drop { $0 == " " }
        // “1e3 ns” has an exponent, “1 elem” has none.
        guard let number = Double(digits) else { throw table.wrong(key, "\(shown), which is no amount; \(example)") }
        let value = try Self.checked(number, key, table)
        let unit = String(rest)
        switch unit {
        case "%": self = .share(value / 100)
        case "": self = .value(value, unit: nil)
        default:
            let canonical = CanonicalUnit(of: unit)
            let wanted = metric.flatMap { $0.isLiteral ? CanonicalUnit(of: $0.pattern) : nil }
            guard CanonicalUnit.isKnown(unit) || canonical.name == wanted?.name else {
                let advice =
                    NearNames.question(unit, in: CanonicalUnit.known) ?? "for a unit of your own write a bare number."
                throw FormatError(
                    line: table.values[key]?.line,
                    reason: "“\(key)” \(shown), and there is no unit “\(unit.prefix(100))”; \(advice)"
                )
            }
            if let metric, let wanted, CanonicalUnit.isKnown(metric.pattern), wanted.name != canonical.name {
                throw table.wrong(
                    key,
                    "\(shown), but values of “\(metric.pattern)” are in \(Self.word(wanted.name)); give the amount in that"
                )
            }
            let scaled = value * canonical.factor
            self = .value(try Self.checked(scaled, key, table), unit: canonical.name)
        }
    }

    private static func checked(_ number: Double, _ key: String, _ table: DeclaredTable) throws(FormatError) -> Double {
        guard number.isFinite, number >= 0 else {
            let what = number < 0 ? "is below 0" : "is no finite number"
            throw table.wrong(key, "\(what); give an amount of 0 or more")
        }
        return number
    }

    private static func word(_ unit: String) -> String { unit == "1" ? "plain counts" : unit }
}
