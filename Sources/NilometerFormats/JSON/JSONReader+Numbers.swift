extension JSONReader {
    private static let powers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    /// Takes a number.
    ///
    /// Bare `NaN` and infinities are numbers to a tolerant reader; a number beyond the doubles is infinite.
    public mutating func number() throws(JSONError) -> JSONNumber {
        try expect(.number)
        let start = place
        let isNegative = take(UInt8(ascii: "-"))
        var digits: UInt64 = 0
        var exponent = 0
        var isExact = true
        let whole = scanDigits(into: &digits, exponent: &exponent, isFraction: false, isExact: &isExact)
        guard whole > 0 else {
            place = start
            return try bareNumber()
        }
        if isStrict, whole > 1, bytes[place - whole] == UInt8(ascii: "0") {
            place = start
            throw refusal("a number begins with 0")
        }
        var isWhole = true
        if take(UInt8(ascii: ".")) {
            isWhole = false
            let fraction = scanDigits(into: &digits, exponent: &exponent, isFraction: true, isExact: &isExact)
            guard fraction > 0 || !isStrict else { throw refusal("a number ends with a point") }
        }
        if place < bytes.count, bytes[place] | 0x20 == UInt8(ascii: "e") {
            isWhole = false
            place += 1
            let isSmall = take(UInt8(ascii: "-"))
            if !isSmall { _ = take(UInt8(ascii: "+")) }
            var power = 0
            let first = place
            while place < bytes.count, bytes[place] &- 0x30 < 10 {
                if power < 1_000_000 { power = power * 10 + Int(bytes[place] &- 0x30) }
                place &+= 1
            }
            guard place > first else { throw refusal("a number has an exponent without digits") }
            exponent += isSmall ? -power : power
        }
        let range = start..<place
        var result = JSONNumber(double: 0, integer: nil, range: range)
        if isWhole, isExact, digits <= UInt64(Int.max) {
            result.integer = isNegative ? -Int(digits) : Int(digits)
        }
        if isExact, digits <= 1 << 53, exponent >= -22, exponent <= 22 {
            // Both are exact doubles, so that one rounding remains.
            let power = Self.powers[abs(exponent)]
            let size = exponent < 0 ? Double(digits) / power : Double(digits) * power
            result.double = isNegative ? -size : size
        } else {
            result.double = Double(text(range)) ?? .nan
        }
        guard result.double.isFinite || !isStrict else {
            let written = text(range)
            place = start
            throw refusal("the number \(written.prefix(40)) does not fit a double")
        }
        return result
    }

    /// The text of a number.
    public func text(of number: JSONNumber) -> String { text(number.range) }

    private mutating func scanDigits(
        into digits: inout UInt64,
        exponent: inout Int,
        isFraction: Bool,
        isExact: inout Bool
    ) -> Int {
        let start = place
        var index = place
        while index < bytes.count {
            let digit = bytes[index] &- 0x30
            guard digit < 10 else { break }
            if digits < 1_000_000_000_000_000_000 {
                digits = digits &* 10 &+ UInt64(digit)
                if isFraction { exponent -= 1 }
            } else {
                isExact = false
            }
            index &+= 1
        }
        place = index
        return index - start
    }

    /// `NaN`, `Infinity`, `inf` with a sign or without, and numbers with a plus or without a leading digit.
    private mutating func bareNumber() throws(JSONError) -> JSONNumber {
        let start = place
        guard !isStrict else { throw refusal("a value is not JSON (NaN and Infinity are not)") }
        while place < bytes.count, place - start < 400 {
            switch bytes[place] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
                place += 1
                continue
            default: break
            }
            break
        }
        guard place > start, let double = Double(text(start..<place)) else {
            place = start
            throw refusal("a value is not JSON")
        }
        return JSONNumber(double: double, integer: nil, range: start..<place)
    }
}
