/// The keys of the objects that are being read, to find those that stand twice.
///
/// Keys are kept as 64-bit hashes: two different keys of one object have the same with a chance below one in 10^12 for
/// thousands of keys. The few keys of most objects are compared one by one, many go into a set.
struct JSONKeys: Sendable {
    private static let few = 24

    private var hashes: [UInt64] = []
    /// Where the keys of each begun object start in `hashes`.
    private var starts: [Int] = []
    /// The objects that have many keys, by their depth.
    private var many: [Int: Set<UInt64>] = [:]
    private var isMany = false

    /// Begins an object.
    mutating func begin() {
        starts.append(hashes.count)
        isMany = false
    }

    /// Ends an object.
    mutating func end() {
        guard let start = starts.popLast() else { return }
        if isMany { many[starts.count] = nil }
        hashes.removeLast(hashes.count - start)
        isMany = hashes.count - (starts.last ?? 0) > Self.few
    }

    /// Takes the key that stands in a part of the bytes; false when the object has it already.
    mutating func insert(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        let hash = Self.hash(of: bytes, range)
        if isMany { return many[starts.count - 1, default: []].insert(hash).inserted }
        let start = starts.last ?? 0
        var index = start
        while index < hashes.count {
            if hashes[index] == hash { return false }
            index &+= 1
        }
        hashes.append(hash)
        if hashes.count - start > Self.few {
            many[starts.count - 1] = Set(hashes[start...])
            isMany = true
        }
        return true
    }

    private static func hash(of bytes: [UInt8], _ range: Range<Int>) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: range.count) &+ 0x9E37_79B9_7F4A_7C15
        var word: UInt64 = 0
        var taken = 0
        for index in range {
            word = word << 8 | UInt64(bytes[index])
            taken &+= 1
            if taken & 7 == 0 {
                hash = mixed(hash ^ word)
                word = 0
            }
        }
        return mixed(hash ^ word)
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var value = value &* 0xBF58_476D_1CE4_E5B9
        value ^= value >> 29
        value = value &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 32
    }
}
