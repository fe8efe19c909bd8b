import Foundation

/// One recorded pair of commits of a small Go module, with its truth.
struct GoCase: Decodable {
    struct Place: Decodable, Hashable {
        var file: String
        var line: Int
    }

    enum CodingKeys: String, CodingKey {
        case id, pattern, benchmark, metrics, site, cause
        case otherPatterns = "alt_patterns"
        case otherSites = "alt_sites"
        case otherCauses = "alt_causes"
    }

    var id: String
    var pattern: String
    var otherPatterns: [String]?
    var benchmark: String?
    var metrics: [String]?
    var site: Place?
    var otherSites: [Place]?
    var cause: Place?
    var otherCauses: [Place]?

    static var root: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures/go-cases")
    }

    /// All cases, sorted by id.
    static func all() throws -> [GoCase] {
        try FileManager.default.contentsOfDirectory(atPath: root.path).sorted().compactMap { name in
            let file = root.appendingPathComponent(name).appendingPathComponent("truth.json")
            guard FileManager.default.fileExists(atPath: file.path) else { return nil }
            return try JSONDecoder().decode(GoCase.self, from: Data(contentsOf: file))
        }
    }

    /// The recorded files of a side, and the context of its run.
    func side(_ name: String) throws -> (files: [(name: String, bytes: [UInt8])], context: [String: String]) {
        let top = Self.root.appendingPathComponent(id)
        let folder = top.appendingPathComponent(name)
        var files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            .filter { $0 != "context.json" }
            .map { (name: $0, bytes: Array(try Data(contentsOf: folder.appendingPathComponent($0)))) }
        let context = try JSONDecoder()
            .decode([String: String].self, from: Data(contentsOf: folder.appendingPathComponent("context.json")))
        if name == "new" {
            files.append(("diff-u0.patch", Array(try Data(contentsOf: top.appendingPathComponent("diff-u0.patch")))))
        }
        return (files, context)
    }
}
