import NilometerCore

/// How much more one line allocates in each operation.
struct Growth {
    /// The line as the later profile has it.
    var site: SiteWeight
    /// Objects of each operation, before at the same line and after.
    var objectsBefore: Double
    var objectsAfter: Double
    /// Bytes, likewise.
    var bytesBefore: Double
    var bytesAfter: Double
    /// Whether the earlier weight was found at the same, unchanged line.
    var isSameLine: Bool

    var objects: Double { objectsAfter - objectsBefore }
    var bytes: Double { bytesAfter - bytesBefore }

    /// Whether the same objects are made, within 2 %, and each is larger.
    var isLarger: Bool {
        objectsBefore > 0 && abs(objectsAfter - objectsBefore) <= 0.02 * objectsBefore && bytes > 0.02 * bytesBefore
    }
}
