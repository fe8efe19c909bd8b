import Foundation
import Testing

/// Published values to compare with, computed by scipy, numpy and other projects' packages.
struct Vectors {
    /// The folder of the tests.
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    private let entries: [String: Any]

    /// The sets of one file: `stat_vectors`, or `more_vectors`, which the script beside it writes.
    init(_ name: String = "stat_vectors") throws {
        let file = Self.folder.appendingPathComponent("Fixtures/\(name).json")
        entries = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    }

    /// The names of all sets, sorted; notes and origins are none.
    var names: [String] {
        entries.keys.filter { $0 != "generated_by" && !(entries[$0] is String) }.sorted()
    }

    /// The cases under a name; never empty.
    func cases(_ name: String) throws -> [Case] {
        let rows = try #require(entries[name] as? [[String: Any]])
        try #require(!rows.isEmpty)
        return rows.map(Case.init)
    }

    /// The numbers of an object under a name.
    func numbers(_ name: String) throws -> [String: Double] {
        try #require(entries[name] as? [String: NSNumber]).mapValues(\.doubleValue)
    }

    /// One case: its fields by name.
    struct Case {
        let fields: [String: Any]

        func number(_ name: String) throws -> Double { try #require(fields[name] as? NSNumber, "\(name)").doubleValue }
        func numbers(_ name: String) throws -> [Double] {
            try #require(fields[name] as? [NSNumber], "\(name)").map(\.doubleValue)
        }
        func integers(_ name: String) throws -> [Int] {
            try numbers(name).map { try #require(Int(exactly: $0), "\(name)") }
        }
        func text(_ name: String) throws -> String { try #require(fields[name] as? String, "\(name)") }
        func has(_ name: String) -> Bool { fields[name] != nil }
        func parts(_ name: String) throws -> [Case] {
            try #require(fields[name] as? [[String: Any]], "\(name)").map(Case.init)
        }
        func part(_ name: String) throws -> Case {
            Case(fields: try #require(fields[name] as? [String: Any], "\(name)"))
        }
    }
}

/// Whether two numbers agree to 1e-9.
func agree(_ a: Double, _ b: Double, within tolerance: Double = 1e-9) -> Bool { abs(a - b) <= tolerance }
