import Foundation

/// The variables and the event of one kind of job, written from a CI's documentation, and what has to be found.
struct CIFixture: Decodable {
    /// How the CI makes its clone.
    struct Clone: Decodable {
        var fetch: [String]
        var checkout: String
        var depth: Int?
        /// What the CI merges into the checked-out commit by itself.
        var merge: String?
        /// The branch that `origin/HEAD` names.
        var head: String?
        /// The branch that is checked out, where HEAD is not detached.
        var branch: String?
    }

    struct Base: Decodable, Equatable {
        var branch: String?
        var sha: String?
        var mergeBase: String?
    }

    /// What has to be found; what is not named has to be absent.
    struct Expected: Decodable, Equatable {
        var kind: String?
        var commit: String?
        var branch: String?
        var base: Base?
        var tag: String?
        var changeRequest: Int?
        var fork: Bool?
        var headRepository: String?
        var defaultBranch: String?
        var repository: String?
        var repositoryID: String?
        var server: String?
        var provider: String?
        var id: String?
        var attempt: Int?
        var job: String?
        var part: String?
        var url: String?
        /// The beginning of the line, where it is looked at.
        var line: [String]?
        /// A part of the only warning; without it there is none.
        var warning: String?
    }

    var note: String?
    var variables: [String: String]
    var clone: Clone
    var expected: Expected

    /// The folder of the fixtures, a folder a CI.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures/ci")

    /// The CIs.
    static var systems: [String] { names(in: root) }

    /// The names in a folder, sorted.
    static func names(in folder: URL) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    }

    /// The event's file inside a fixture's text; nil where there is none.
    static func event(in text: String) throws -> Data? {
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        return try object?["event"].map { try JSONSerialization.data(withJSONObject: $0) }
    }
}
