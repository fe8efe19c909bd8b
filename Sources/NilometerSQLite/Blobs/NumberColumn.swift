import NilometerCore

/// Writes doubles without loss, short where they are whole numbers or decimals of few digits, or resemble one another.
///
/// One byte says how: 0 to 6 is the number of decimals, and the values are differences of scaled integers; 7 is the
/// exclusive or with the value before, of which only the significant bytes are kept.
enum NumberColumn {
    private static let powers: [Double] = [1, 10, 100, 1e3, 1e4, 1e5, 1e6]
    /// Below it every integer and its tenfold is exact in a double.
    private static let largest = 9e14
    private static let exclusiveOr: UInt8 = 7

    static func write(_ values: [Double], to writer: inout ByteWriter) {
        guard let decimals = decimals(of: values), let scaled = scaled(values, decimals) else {
            return writeBits(values, to: &writer)
        }
        writer.byte(UInt8(decimals))
        var last: Int64 = 0
        for value in scaled {
            writer.zigzag(value - last)
            last = value
        }
    }

    static func read(_ count: Int, from reader: inout ByteReader) throws(StoreError) -> [Double] {
        let codec = try reader.byte()
        guard codec <= exclusiveOr else { throw ByteReader.damage }
        var values: [Double] = []
        values.reserveCapacity(count)
        if codec == exclusiveOr {
            var last: UInt64 = 0
            for _ in 0..<count {
                last ^= try readBits(from: &reader)
                values.append(Double(bitPattern: last))
            }
            return values
        }
        let power = powers[Int(codec)]
        var last: Int64 = 0
        for _ in 0..<count {
            last &+= try reader.zigzag()
            values.append(Double(last) / power)
        }
        return values
    }

    /// The fewest decimals that hold all values; nil when six do not.
    private static func decimals(of values: [Double]) -> Int? {
        var decimals = 0
        for value in values {
            while integer(value, decimals) == nil {
                decimals += 1
                guard decimals < powers.count else { return nil }
            }
        }
        return decimals
    }

    private static func scaled(_ values: [Double], _ decimals: Int) -> [Int64]? {
        var scaled: [Int64] = []
        scaled.reserveCapacity(values.count)
        for value in values {
            guard let integer = integer(value, decimals) else { return nil }
            scaled.append(integer)
        }
        return scaled
    }

    /// The scaled integer that gives back the value to the bit; nil when none does (as for -0).
    private static func integer(_ value: Double, _ decimals: Int) -> Int64? {
        let product = value * powers[decimals]
        guard product.magnitude <= largest else { return nil }
        let integer = Int64(product < 0 ? product - 0.5 : product + 0.5)
        return (Double(integer) / powers[decimals]).bitPattern == value.bitPattern ? integer : nil
    }

    private static func writeBits(_ values: [Double], to writer: inout ByteWriter) {
        writer.byte(exclusiveOr)
        var last: UInt64 = 0
        for value in values {
            let bits = value.bitPattern ^ last
            last = value.bitPattern
            guard bits != 0 else {
                writer.byte(0)
                continue
            }
            let low = bits.trailingZeroBitCount / 8
            let length = 8 - bits.leadingZeroBitCount / 8 - low
            writer.byte(UInt8(low << 4 | length))
            for index in low..<(low + length) { writer.byte(UInt8(truncatingIfNeeded: bits >> UInt64(8 * index))) }
        }
    }

    private static func readBits(from reader: inout ByteReader) throws(StoreError) -> UInt64 {
        let head = try reader.byte()
        let (low, length) = (Int(head >> 4), Int(head & 15))
        guard low + length <= 8 else { throw ByteReader.damage }
        var bits: UInt64 = 0
        for index in low..<(low + length) { bits |= UInt64(try reader.byte()) << UInt64(8 * index) }
        return bits
    }
}
