/// A Go benchmark's name, taken apart.
struct GoBenchName: Hashable {
    /// The parts that are no `key=value`, joined by `/`.
    var benchmark: String
    /// The `key=value` parts.
    var parameters: [String: String]

    /// Takes a name apart that has lost its `Benchmark` and its number of processors.
    ///
    /// A part whose key is taken already, by an earlier part or by the file's configuration, stays in the name: dropping
    /// it would make one of two benchmarks. So does `text_20,a=1,b=2`: a comma before the sign makes it a list, not a key.
    init(_ path: String, configuration: [String: String]) {
        parameters = configuration
        guard path.utf8.contains(UInt8(ascii: "/")) else {
            benchmark = path.isEmpty ? "Benchmark" : path
            return
        }
        var names: [Substring] = []
        for (index, bytes) in path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .enumerated()
        {
            let part = Substring(bytes)
            if index > 0, let equals = bytes.firstIndex(of: UInt8(ascii: "=")), equals > bytes.startIndex {
                let key = String(part[..<equals])
                if parameters[key] == nil, !key.utf8.contains(UInt8(ascii: ",")) {
                    parameters[key] = String(part[bytes.index(after: equals)...])
                    continue
                }
            }
            names.append(index == 0 && part.isEmpty ? "Benchmark" : part)
        }
        benchmark = names.count == 1 ? String(names[0]) : names.joined(separator: "/")
    }
}
