/// Takes the names of Google Benchmark apart: `BM_Sort/n:512/threads:2` has two parameters.
enum GoogleBenchmarkName {
    /// The name without its `key:value` parts, and these.
    ///
    /// The first part is never a parameter (templates hold `::`), nor is a part whose key is taken already.
    static func parts(of name: String) -> (benchmark: String, parameters: [String: String]) {
        var names: [Substring] = []
        var parameters: [String: String] = [:]
        for (index, part) in name.split(separator: "/", omittingEmptySubsequences: false).enumerated() {
            if index > 0, let colon = part.firstIndex(of: ":") {
                let key = String(part[..<colon])
                let value = part[part.index(after: colon)...]
                let isWord = key.utf8.allSatisfy {
                    ($0 | 0x20) &- UInt8(ascii: "a") < 26 || $0 &- 0x30 < 10 || $0 == UInt8(ascii: "_")
                        || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
                }
                if !key.isEmpty, isWord, !value.isEmpty, value.first != ":", parameters[key] == nil {
                    parameters[key] = String(value)
                    continue
                }
            }
            names.append(part)
        }
        return (names.joined(separator: "/"), parameters)
    }
}
