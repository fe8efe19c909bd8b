/// A function's name in a Go profile, taken apart.
struct GoName {
    /// The import path.
    let package: String
    /// The function as the compiler names it: `NewUser`, `(*T).Push`, `F.func1`.
    let function: String

    init(_ name: String) {
        var plain = ""
        var depth = 0
        // What is in brackets are the shapes of a generic function.
        for character in name {
            if character == "[" { depth += 1 }
            if depth == 0 { plain.append(character) }
            if character == "]", depth > 0 { depth -= 1 }
        }
        let start = plain.lastIndex(of: "/").map { plain.index(after: $0) } ?? plain.startIndex
        guard let dot = plain[start...].firstIndex(of: ".") else {
            package = ""
            function = plain
            return
        }
        package = String(plain[..<dot].replacing("%2e", with: "."))
        function = String(plain[plain.index(after: dot)...])
    }

    /// The function without the closures in it: `F` of `F.func1.2`.
    var outer: String {
        guard
            let closure = function.firstRange(of: ".func") ?? function.firstRange(of: ".gowrap")
                ?? function.firstRange(of: ".deferwrap")
        else { return function }
        return String(function[..<closure.lowerBound])
    }

    /// The benchmark's name without `Benchmark`, of its function or a closure in it; nil for other functions.
    var benchmark: String? {
        guard outer.hasPrefix("Benchmark") else { return nil }
        return String(outer.dropFirst(9))
    }
}
