/// A unit as comparisons show it: nanoseconds become seconds, megabytes bytes, and prefixes go to the numbers.
///
/// The rules are those of the Go benchmark tools: the parts of a unit lie between `*`, `/`, `-` and spaces; `/` opens a
/// denominator, which stays as it is, and `*` closes it.
public struct TidiedUnit: Sendable, Hashable {
    /// The unit's name, such as `sec/op`.
    public let name: String
    /// What a value in the written unit is multiplied with.
    public let factor: Double
    /// Whether prefixes count in powers of 1024.
    public let isBinary: Bool

    /// Tidies a unit as it was written.
    public init(of written: String) {
        var name = ""
        var factor = 1.0
        var isBinary = false
        var part = ""
        var isBelow = false
        func close() {
            defer { part = "" }
            guard !isBelow else { return name += part }
            if part == "B" || part == "MB" || part == "bytes" { isBinary = true }
            switch part {
            case "ns":
                name += "sec"
                factor *= 1e-9
            case "MB":
                name += "B"
                factor *= 1e6
            default: name += part
            }
        }
        for character in written {
            guard "*/- ".contains(character) else {
                part.append(character)
                continue
            }
            close()
            name.append(character)
            if character == "/" { isBelow = true }
            if character == "*" { isBelow = false }
        }
        close()
        (self.name, self.factor, self.isBinary) = (name, factor, isBinary)
    }
}
