import Foundation
import Hummingbird
import NilometerCore

/// What the path and the query of a request ask for, decoded and checked.
struct Asked: Sendable {
    /// The query's parameters, decoded.
    let query: [String: String]

    /// Reads the query of a request.
    ///
    /// - Throws: `NilometerError` `badQuery` when the query is not percent-encoded UTF-8, or names a parameter twice.
    init(_ request: Request) throws(NilometerError) { try self.init(query: request.uri.query ?? "") }

    /// Reads a query without its question mark.
    ///
    /// - Throws: as `init(_:)`.
    init(query text: String) throws(NilometerError) {
        var found: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts[0].removingPercentEncoding,
                let value = parts.count > 1 ? parts[1].removingPercentEncoding : ""
            else {
                throw NilometerError(.badQuery, "The query is not percent-encoded UTF-8; encode each value.")
            }
            guard found.updateValue(value, forKey: name) == nil else {
                throw NilometerError(.badQuery, "The query has “\(name.prefix(40))” twice; send it once.")
            }
        }
        query = found
    }

    /// A parameter; nil when it is absent or empty.
    subscript(_ name: String) -> String? { query[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// A parameter whose value is one of a list.
    ///
    /// - Throws: `NilometerError` `badQuery` for another value.
    func one<Choice: RawRepresentable & CaseIterable>(
        of choices: Choice.Type,
        _ name: String
    ) throws(NilometerError)
        -> Choice? where Choice.RawValue == String
    {
        guard let text = self[name] else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let all = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw NilometerError(.badQuery, "The \(name) “\(text.prefix(40))” is unknown; use one of \(all).")
        }
        return choice
    }

    /// The page size, 1 to 1000.
    ///
    /// - Throws: `NilometerError` `badQuery` for anything else.
    func limit(usually: Int) throws(NilometerError) -> Int {
        guard let text = self["limit"] else { return usually }
        guard let limit = Int(text), (1...1000).contains(limit) else {
            throw NilometerError(.badQuery, "The limit “\(text.prefix(40))” is not a whole number from 1 to 1000.")
        }
        return limit
    }

    /// How long the caller waits, such as `5s` or `500ms`; nil when it does not.
    ///
    /// - Throws: `NilometerError` `badQuery` for anything but 0 to 60 seconds.
    func wait() throws(NilometerError) -> Duration? {
        guard let text = self["wait"] else { return nil }
        let unit = text.hasSuffix("ms") ? 0.001 : 1
        let digits = text.hasSuffix("ms") ? text.dropLast(2) : text.hasSuffix("s") ? text.dropLast() : text[...]
        guard let number = Double(digits), number.isFinite, (0...60).contains(number * unit) else {
            throw NilometerError(.badQuery, "The wait “\(text.prefix(40))” is not a time of at most 60s, such as 5s.")
        }
        return .seconds(number * unit)
    }

    /// A name in the path, decoded.
    ///
    /// - Throws: `NilometerError` `badQuery` when it is not percent-encoded UTF-8.
    static func name(_ name: String, in context: some RequestContext) throws(NilometerError) -> String {
        guard let text = context.parameters.get(name)?.removingPercentEncoding, !text.utf8.contains(0) else {
            throw NilometerError(.badQuery, "A name in the path is not percent-encoded UTF-8; encode each name.")
        }
        return text
    }
}
