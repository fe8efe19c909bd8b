/// A class of hosts whose readings may be compared.
public struct Machine: Sendable, Equatable, Hashable {
    /// The name given by people.
    public var name: String
    /// CPU model, cores, memory class, architecture, OS, virtualisation; empty when unknown.
    public var fingerprint: [String: String]

    /// Makes a machine.
    public init(name: String, fingerprint: [String: String] = [:]) {
        self.name = name
        self.fingerprint = fingerprint
    }

    /// Makes a machine from the text of its fingerprint.
    public init(name: String, fingerprintText: String) {
        var facts: [String: String] = [:]
        for pair in fingerprintText.split(separator: "\u{1F}") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            facts[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
        }
        self.init(name: name, fingerprint: facts)
    }

    /// The fingerprint as one line of sorted `key=value`, for storing and hashing.
    public var fingerprintText: String {
        fingerprint.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "\u{1F}")
    }
}
