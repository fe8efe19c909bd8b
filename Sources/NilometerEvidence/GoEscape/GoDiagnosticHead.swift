/// The first line of a file of diagnostics.
struct GoDiagnosticHead: Decodable {
    enum CodingKeys: String, CodingKey {
        case version, package, file
        case toolchain = "gc_version"
    }

    var version: Int
    /// The import path.
    var package: String
    /// The source file, absolute.
    var file: String
    var toolchain: String?
}
