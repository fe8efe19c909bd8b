import Foundation
import Testing

struct LayersTests {
    /// What each module may import of ours.
    private static let allowed: [String: Set<String>] = [
        "NilometerStatistics": [],
        "NilometerCore": ["NilometerStatistics", "CZlib"],
        "NilometerFormats": ["NilometerCore", "NilometerStatistics"],
        "NilometerDetection": ["NilometerCore", "NilometerStatistics"],
        "NilometerEvidence": ["NilometerCore", "CZlib"],
        "NilometerNotifiers": ["NilometerCore"],
        "NilometerSQLite": ["NilometerCore", "NilometerStatistics", "CZlib"],
        "NilometerPipeline": ["NilometerCore", "NilometerStatistics"],
        "NilometerAPI": ["NilometerCore"],
        "NilometerServer": ["NilometerCore", "NilometerAPI", "NilometerPipeline", "NilometerFormats", "CZlib"],
        "NilometerClient": ["NilometerCore", "NilometerAPI", "CZlib"],
        "NilometerTesting": ["NilometerCore"],
        "nilometerd": [
            "NilometerCore", "NilometerFormats", "NilometerDetection", "NilometerEvidence", "NilometerNotifiers",
            "NilometerSQLite", "NilometerPipeline", "NilometerServer",
        ],
        "nilometer": [
            "NilometerCore", "NilometerStatistics", "NilometerFormats", "NilometerDetection", "NilometerEvidence",
            "NilometerAPI", "NilometerPipeline", "NilometerClient",
        ],
        "nilometer-bench": ["NilometerCore", "NilometerDetection"],
    ]

    private static var root: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
    }

    private static func files(in folder: String) throws -> [(module: String, path: String, text: String)] {
        let top = root.appendingPathComponent(folder)
        let names = try FileManager.default.subpathsOfDirectory(atPath: top.path).filter { $0.hasSuffix(".swift") }
        return try names.map { name in
            let text = try String(contentsOf: top.appendingPathComponent(name), encoding: .utf8)
            return (String(name.split(separator: "/")[0]), name, text)
        }
    }

    @Test func `imports go down only`() throws {
        let files = try Self.files(in: "Sources")
        #expect(files.count > 50)
        for file in files {
            let allowed = try #require(Self.allowed[file.module], "\(file.module) is not in the table")
            for line in file.text.split(separator: "\n") {
                let words = line.split(separator: " ")
                guard let place = words.firstIndex(of: "import"), place <= 1, words.count == place + 2 else { continue }
                let name = String(words[place + 1])
                guard name.hasPrefix("Nilometer") || name == "CZlib" else { continue }
                #expect(allowed.contains(name), "\(file.path) imports \(name)")
            }
        }
    }

    @Test(arguments: ["Sources", "Tests"])
    func `no file is longer than 400 lines`(folder: String) throws {
        for file in try Self.files(in: folder) {
            #expect(file.text.split(separator: "\n", omittingEmptySubsequences: false).count <= 401, "\(file.path)")
        }
    }
}
