import Foundation
import NilometerAPI
import NilometerCore

/// What the job that measured says of its host and tools, in a file beside the results; kept short when it is read.
struct ArtifactFacts: Codable, Equatable {
    /// The file's name.
    static let fileName = "place.json"
    /// The most bytes of a value, and twice as many of the file's.
    private static let longest = 200
    private static let mostContext = 50
    /// The facts that a fingerprint has.
    private static let known: Set = ["cpu", "cores", "memoryGiB", "architecture", "os", "virtualisation"]

    /// What tells the host from others of its name.
    var fingerprint: [String: String] = [:]
    /// Toolchain, harness, flags.
    var context: [String: String] = [:]
    /// The number of the change request, to be checked before it is believed.
    var changeRequest: Int?

    /// What is known of this host and its tools.
    init(of place: Place) {
        fingerprint = place.machine.fingerprint?.mapValues(\.text) ?? [:]
        context = place.context
        changeRequest = place.origin.changeRequest
    }

    /// Reads a file that strangers made; nil when it is not of this shape.
    init?(hostile bytes: Data) {
        guard bytes.count <= 65_536, let facts = try? JSONDecoder().decode(Self.self, from: bytes) else { return nil }
        changeRequest = facts.changeRequest.flatMap { $0 > 0 ? $0 : nil }
        fingerprint = facts.fingerprint.filter { Self.known.contains($0.key) }.mapValues(Self.plain)
        let pairs = facts.context.sorted { $0.key < $1.key }.prefix(Self.mostContext)
        context = Dictionary(
            pairs.map { (Self.plain($0.key), Self.plain($0.value)) },
            uniquingKeysWith: { one, _ in one }
        )
    }

    private static func plain(_ text: String) -> String { TextPlain.of(String(text.prefix(longest))) }
}
