/// The readable part of a mangled Swift name: the module, the types and the function; its parameters are left out.
///
/// A name whose beginning is not plain identifiers, such as one of the standard library, stays as it is.
struct SwiftName {
    /// The module; nil where the name does not begin with one.
    var module: String?
    /// `module.Type.function`, or the name itself.
    var text: String

    init(_ mangled: String) {
        guard mangled.hasPrefix("$s") || mangled.hasPrefix("$S") else {
            text = mangled
            return
        }
        let bytes = Array(mangled.utf8.dropFirst(2))
        var parts: [String] = []
        var place = 0
        while let (part, end) = Self.identifier(bytes, place) {
            parts.append(part)
            place = end
            // The kind of a type stands after its name: class, struct, enum, protocol.
            if parts.count > 1, end < bytes.count, "CVOP".utf8.contains(bytes[end]) { place += 1 }
        }
        guard parts.count > 1 else {
            text = mangled
            return
        }
        let rest = bytes[place...]
        if rest.elementsEqual("fD".utf8) || rest.elementsEqual("fd".utf8) { parts.append("deinit") }
        if rest.suffix(2).elementsEqual("fC".utf8) || rest.suffix(2).elementsEqual("fc".utf8) { parts.append("init") }
        module = parts[0]
        text = parts.joined(separator: ".")
        if rest.suffix(3).elementsEqual("fU_".utf8) { text = "closure in " + text }
    }

    private static func identifier(_ bytes: [UInt8], _ start: Int) -> (String, Int)? {
        var length = 0
        var place = start
        while place < bytes.count, bytes[place] >= 0x30, bytes[place] <= 0x39 {
            // Substitutions begin with 0; they are not resolved here.
            guard length < 10_000, place > start || bytes[place] != 0x30 else { return nil }
            length = length * 10 + Int(bytes[place] - 0x30)
            place += 1
        }
        guard place > start, length > 0, length <= bytes.count - place else { return nil }
        return (String(decoding: bytes[place..<place + length], as: UTF8.self), place + length)
    }
}
