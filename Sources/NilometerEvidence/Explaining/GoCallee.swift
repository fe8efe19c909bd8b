/// The callee of a call as the compiler prints it.
struct GoCallee: Equatable {
    /// As written, without its arguments: `(*wire.Sender).Send`, `trace.Record`, `d.clock.Fill`.
    let name: String

    /// Nil where the expression is no call.
    init?(call expression: String) {
        var depth = 0
        var isReceiver = expression.hasPrefix("(")
        for index in expression.indices {
            switch expression[index] {
            case "(" where depth == 0 && !isReceiver:
                guard index > expression.startIndex else { return nil }
                name = String(expression[..<index])
                return
            case "(", "[": depth += 1
            case ")", "]":
                depth -= 1
                if depth == 0 { isReceiver = false }
            default: break
            }
        }
        return nil
    }

    init(name: String) { self.name = name }

    /// Whether the function is known when compiling: methods of types are printed with the type, those of interfaces and
    /// functions in variables by the variable.
    func isStatic(packages: Set<String>, functions: Set<String>) -> Bool {
        if name.hasPrefix("(") { return true }
        let parts = plain.split(separator: ".")
        switch parts.count {
        case 1: return functions.contains(plain)
        case 2: return parts[0].first?.isUppercase == true || packages.contains(String(parts[0]))
        default: return parts[1].first?.isUppercase == true && packages.contains(String(parts[0]))
        }
    }

    /// Whether it is the function of this name in this package: `(*Sender).Send`, `Record`.
    func isFunction(_ function: String, package: String?) -> Bool {
        let own = Self.unshaped(function)
        guard plain != own else { return true }
        let last = package?.split(separator: "/").last.map(String.init) ?? ""
        return plain == "\(last).\(own)" || plain.replacing("(*\(last).", with: "(*") == own
            || plain == own.replacing("(*", with: "(*\(last).")
    }

    private var plain: String { Self.unshaped(name) }

    /// A name without what stands in brackets, as types of a generic function do.
    static func unshaped(_ name: String) -> String {
        var plain = ""
        var depth = 0
        for character in name {
            if character == "[" { depth += 1 }
            if depth == 0 { plain.append(character) }
            if character == "]" { depth -= 1 }
        }
        return plain
    }

    /// Packages of the standard library that take arguments by interface or keep them; the last part of each path.
    static let standard: Set<String> = [
        "atomic", "base64", "big", "binary", "bufio", "bytes", "context", "csv", "errors", "fmt", "gzip", "heap", "hex",
        "http",
        "io", "iter", "json", "list", "log", "maps", "math", "os", "path", "rand", "reflect", "regexp", "runtime",
        "slices",
        "slog", "sort", "strconv", "strings", "sync", "template", "time", "unicode", "url", "utf8", "xml",
    ]
}
