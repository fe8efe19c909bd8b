import NilometerCore

/// Reads a body of schema `nilometer.run/1` in one pass: checks that it is strict JSON, knows every key but those of the
/// context, and takes the values.
public enum EnvelopeReader {
    /// The one schema that is read.
    public static let schema = "nilometer.run/1"

    /// The envelope in the bytes.
    ///
    /// - Throws: `JSONError` for what is not JSON, for an unknown key, and for a value of another type.
    /// - Complexity: O(bytes).
    public static func envelope(from bytes: [UInt8]) throws(JSONError) -> Envelope {
        var reader = try JSONReader(strict: bytes)
        var envelope = Envelope()
        var seen: Set<String> = []
        try reader.beginObject()
        while let key = try reader.nextKey() {
            seen.insert(key)
            switch key {
            case "schema":
                let schema = try reader.string()
                guard schema == Self.schema else {
                    throw reader.mismatch("the schema “\(schema.prefix(40))” is unknown; send \(Self.schema)")
                }
            case "commit": try readCommit(&reader, &envelope)
            case "base": if try !reader.takesNull() { try readBase(&reader, &envelope) }
            case "machine": if try !reader.takesNull() { try readMachine(&reader, &envelope) }
            case "context": envelope.context = try reader.texts(isNested: true)
            case "origin": if try !reader.takesNull() { try readOrigin(&reader, &envelope) }
            case "startedAt": envelope.startedAt = try reader.optionalString()
            case "finishedAt": envelope.finishedAt = try reader.optionalString()
            case "reports": envelope.reports = try parts(&reader, kind: "format", needsContent: true)
            case "readings": envelope.readings = try readings(&reader)
            case "evidence": envelope.evidence = try parts(&reader, kind: "kind", needsContent: false)
            case "rules": envelope.rules = try reader.optionalString()
            default: throw reader.unknownKey(key)
            }
        }
        for key in ["schema", "commit"] where !seen.contains(key) {
            throw reader.mismatch("the key “\(key)” is missing")
        }
        try reader.end()
        return envelope
    }

    private static func readCommit(_ reader: inout JSONReader, _ envelope: inout Envelope) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "sha": envelope.commit.sha = try reader.string()
            case "parents": envelope.commit.parents = try reader.optionalStrings()
            case "committedAt": envelope.commit.committedAt = try reader.optionalString()
            case "subject": envelope.commit.subject = try reader.optionalString()
            case "author": envelope.commit.author = try reader.optionalString()
            case "branch": envelope.commit.branch = try reader.optionalString()
            case "line": envelope.commit.line = try reader.optionalStrings()
            default: throw reader.unknownKey(key)
            }
        }
        guard !envelope.commit.sha.isEmpty else { throw reader.mismatch("the commit has no “sha”") }
    }

    private static func readBase(_ reader: inout JSONReader, _ envelope: inout Envelope) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "branch": envelope.baseBranch = try reader.optionalString()
            case "sha": envelope.baseSHA = try reader.optionalString()
            case "line": envelope.baseLine = try reader.optionalStrings()
            default: throw reader.unknownKey(key)
            }
        }
    }

    private static func readMachine(_ reader: inout JSONReader, _ envelope: inout Envelope) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "name": envelope.machineName = try reader.optionalString()
            case "fingerprint": envelope.fingerprint = try reader.texts(isNested: false)
            default: throw reader.unknownKey(key)
            }
        }
    }

    private static func readOrigin(_ reader: inout JSONReader, _ envelope: inout Envelope) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "provider": envelope.origin.provider = try reader.optionalString()
            case "id": envelope.origin.id = try reader.optionalString()
            case "attempt": envelope.origin.attempt = try reader.optionalInteger()
            case "job": envelope.origin.job = try reader.optionalString()
            case "part": envelope.origin.part = try reader.optionalString()
            case "url": envelope.origin.url = try reader.optionalString()
            case "changeRequest": envelope.origin.changeRequest = try reader.optionalInteger()
            default: throw reader.unknownKey(key)
            }
        }
    }

    private static func parts(
        _ reader: inout JSONReader,
        kind: String,
        needsContent: Bool
    ) throws(JSONError) -> [Envelope.Part] {
        guard try !reader.takesNull() else { return [] }
        var parts: [Envelope.Part] = []
        try reader.beginArray()
        while try reader.nextElement() {
            var part = Envelope.Part()
            var content: String?
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case kind: part.kind = try reader.optionalString()
                case "name": part.name = try reader.optionalString()
                case "encoding": part.encoding = try reader.optionalString()
                case "content": content = try reader.optionalString()
                default: throw reader.unknownKey(key)
                }
            }
            guard content != nil || !needsContent else { throw reader.mismatch("the report has no “content”") }
            part.content = content ?? ""
            parts.append(part)
        }
        return parts
    }

    private static func readings(_ reader: inout JSONReader) throws(JSONError) -> [Reading] {
        guard try !reader.takesNull() else { return [] }
        var readings: [Reading] = []
        try reader.beginArray()
        while try reader.nextElement() { readings.append(try ReadingReader.reading(&reader)) }
        return readings
    }
}
