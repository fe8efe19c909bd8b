/// The key paths of the first JSON values of an upload: what a format is recognised by.
struct JSONShape {
    /// How many values of a stream are looked at, how many elements of an array, and how deep.
    private static let values = 40
    private static let elements = 2
    private static let depth = 5
    private static let most = 2000

    /// The paths, keys joined by dots; short texts and numbers at the top as `key=value`.
    private(set) var paths: Set<String> = []
    /// Why the first value could not be read to its end.
    private(set) var failure: JSONError?
    /// Whether there is any JSON value.
    private(set) var isThere = false

    /// Looks at the bytes.
    ///
    /// - Complexity: O(bytes).
    init(of bytes: [UInt8]) {
        var place = 0
        var count = 0
        while count < Self.values, let start = JSONDocuments.start(in: bytes, from: place) {
            count += 1
            isThere = true
            var reader = JSONReader(bytes, at: start)
            do {
                try look(&reader, path: "", depth: 0)
                place = reader.offset
            } catch {
                if failure == nil { failure = error }
                // On to the next line.
                place = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            }
        }
    }

    private mutating func look(_ reader: inout JSONReader, path: String, depth: Int) throws(JSONError) {
        let kind = try reader.kind()
        guard depth < Self.depth, kind == .object || kind == .array else {
            if depth == 1, kind == .string {
                let text = try reader.string()
                if text.utf8.count <= 40 { paths.insert("\(path)=\(text)") }
                return
            }
            return try reader.skip()
        }
        if kind == .object {
            try reader.beginObject()
            while let key = try reader.nextKey() {
                let inner = path.isEmpty ? key : "\(path).\(key)"
                if paths.count < Self.most { paths.insert(inner) }
                try look(&reader, path: inner, depth: depth + 1)
            }
            return
        }
        try reader.beginArray()
        var count = 0
        while try reader.nextElement() {
            count += 1
            if count <= Self.elements {
                try look(&reader, path: path, depth: depth + 1)
            } else {
                try reader.skip()
            }
        }
    }
}
