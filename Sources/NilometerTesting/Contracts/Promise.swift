/// One thing that every implementation of a port promises, in a sentence that can be run.
public struct Promise<Subject: Sendable>: Sendable, CustomStringConvertible {
    /// The sentence.
    public let description: String
    private let check: @Sendable (Subject, inout Faults) async throws -> Void

    init(_ sentence: String, _ check: @escaping @Sendable (Subject, inout Faults) async throws -> Void) {
        self.description = sentence
        self.check = check
    }

    /// What does not hold of a fresh subject; empty when the promise is kept.
    public func faults(of subject: Subject) async throws -> [String] {
        var faults = Faults()
        try await check(subject, &faults)
        return faults.all
    }
}

/// What a check found not to hold.
struct Faults {
    private(set) var all: [String] = []

    mutating func expect(_ holds: Bool, _ fault: @autoclosure () -> String) { if !holds { all.append(fault()) } }

    mutating func expectEqual<Value: Equatable>(_ found: Value, _ wanted: Value, _ what: String) {
        if found != wanted { all.append("\(what): found \(found), wanted \(wanted)") }
    }
}
