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
        for (index, part) in path.split(separator: "/", omittingEmptySubsequences: false).enumerated() {
            if index > 0, let equals = part.firstIndex(of: "="), equals > part.startIndex {
                let key = String(part[..<equals])
                if parameters[key] == nil, !key.contains(",") {
                    parameters[key] = String(part[part.index(after: equals)...])
                    continue
                }
            }
            names.append(index == 0 && part.isEmpty ? "Benchmark" : part)
        }
        benchmark = names.joined(separator: "/")
    }
}
