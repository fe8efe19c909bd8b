import NilometerCore

/// Writes small whole numbers as runs of equal values: value and length, each a varint.
enum RunLengths {
    static func write(_ values: [Int], to writer: inout ByteWriter) {
        var index = 0
        while index < values.count {
            let start = index
            while index < values.count, values[index] == values[start] { index += 1 }
            writer.varint(values[start])
            writer.varint(index - start)
        }
    }

    static func read(_ count: Int, from reader: inout ByteReader) throws(StoreError) -> [Int] {
        var values: [Int] = []
        values.reserveCapacity(count)
        while values.count < count {
            let value = try reader.count(atMost: Int(Int32.max))
            let length = try reader.count(atMost: count - values.count)
            guard length > 0 else { throw ByteReader.damage }
            values.append(contentsOf: repeatElement(value, count: length))
        }
        return values
    }
}
