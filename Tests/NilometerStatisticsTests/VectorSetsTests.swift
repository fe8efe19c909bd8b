import Foundation
import Testing

struct VectorSetsTests {
    @Test(arguments: ["stat_vectors", "more_vectors"])
    func `every set of test vectors is compared by a test`(file: String) throws {
        let tests = try FileManager.default.contentsOfDirectory(at: Vectors.folder, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasSuffix("Tests.swift") }
            .map { try String(contentsOf: $0, encoding: .utf8) }
            .joined()
        let names = try Vectors(file).names
        let opening = file == "stat_vectors" ? "Vectors()" : "Vectors(\"\(file)\")"
        let compared = names.filter { name in
            tests.contains("\(opening).cases(\"\(name)\")") || tests.contains("\(opening).numbers(\"\(name)\")")
        }
        print(
            "\(file).json: \(compared.count) of \(names.count) sets are compared: \(compared.joined(separator: ", "))"
        )
        #expect(compared == names)
    }
}
