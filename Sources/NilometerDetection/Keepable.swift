/// What can be kept as bytes, and comes back the same to the last bit.
protocol Keepable {
    /// Appends itself.
    func keep(in writer: inout StateWriter)
    /// Takes itself from where the reader stands.
    init(from reader: inout StateReader) throws(StateReader.Damage)
}

extension Int: Keepable {
    func keep(in writer: inout StateWriter) { writer.append(UInt64(bitPattern: Int64((self << 1) ^ (self >> 63)))) }

    init(from reader: inout StateReader) throws(StateReader.Damage) {
        let number = try reader.number()
        self = Int(Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1))
    }
}

extension UInt64: Keepable {
    func keep(in writer: inout StateWriter) { writer.append(whole: self) }

    init(from reader: inout StateReader) throws(StateReader.Damage) { self = try reader.whole() }
}

extension Double: Keepable {
    func keep(in writer: inout StateWriter) { writer.append(whole: bitPattern) }

    init(from reader: inout StateReader) throws(StateReader.Damage) { self.init(bitPattern: try reader.whole()) }
}

extension Bool: Keepable {
    func keep(in writer: inout StateWriter) { writer.append(self ? 1 : 0) }

    init(from reader: inout StateReader) throws(StateReader.Damage) { self = try reader.number() == 1 }
}

extension String: Keepable {
    func keep(in writer: inout StateWriter) { Array(utf8).map { Int($0) }.keep(in: &writer) }

    init(from reader: inout StateReader) throws(StateReader.Damage) {
        let bytes = try [Int](from: &reader)
        self.init(decoding: bytes.map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self)
    }
}

extension Optional: Keepable where Wrapped: Keepable {
    func keep(in writer: inout StateWriter) {
        (self != nil).keep(in: &writer)
        self?.keep(in: &writer)
    }

    init(from reader: inout StateReader) throws(StateReader.Damage) {
        self = try Bool(from: &reader) ? try Wrapped(from: &reader) : nil
    }
}

extension Array: Keepable where Element: Keepable {
    func keep(in writer: inout StateWriter) {
        count.keep(in: &writer)
        for element in self { element.keep(in: &writer) }
    }

    init(from reader: inout StateReader) throws(StateReader.Damage) {
        let count = try reader.count()
        self = []
        reserveCapacity(count)
        for _ in 0..<count { append(try Element(from: &reader)) }
    }
}

extension ClosedRange: Keepable where Bound: Keepable {
    func keep(in writer: inout StateWriter) {
        lowerBound.keep(in: &writer)
        upperBound.keep(in: &writer)
    }

    init(from reader: inout StateReader) throws(StateReader.Damage) {
        let (low, high) = (try Bound(from: &reader), try Bound(from: &reader))
        guard low <= high else { throw StateReader.Damage() }
        self = low...high
    }
}
