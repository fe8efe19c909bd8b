import Foundation
import NilometerCore

/// Reads a unified difference line by line.
struct GitDiffReader {
    private var patch = SourcePatch()
    private var file: SourcePatch.File?
    private var hunk: SourcePatch.Hunk?
    private var oldLeft = 0
    private var newLeft = 0
    private var oldNext = 1
    private var newNext = 1
    private var line = 0

    /// Takes the next line.
    ///
    /// - Throws: `FormatError` with the line where a hunk's head cannot be read.
    mutating func take(_ text: String) throws(FormatError) {
        line += 1
        if oldLeft > 0 || newLeft > 0 {
            try takeBody(text)
        } else if text.hasPrefix("@@ ") {
            try begin(text)
        } else if text.hasPrefix("diff --git ") {
            endFile()
            let paths = Self.paths(of: text)
            file = SourcePatch.File(oldPath: paths?.old, newPath: paths?.new)
        } else if text.hasPrefix("diff-range: ") {
            let parts = text.dropFirst(12).split(separator: ".", omittingEmptySubsequences: true)
            patch.from = parts.first.map { String($0).filter { $0 != " " } }
            patch.to = parts.last.map { String($0).filter { $0 != " " } }
        } else if file != nil {
            takeHead(text)
        }
    }

    /// The whole patch.
    ///
    /// - Throws: `FormatError` where the text ends within a hunk.
    mutating func finished() throws(FormatError) -> SourcePatch {
        guard oldLeft == 0, newLeft == 0 else {
            throw FormatError(line: line, reason: "The difference ends within a hunk: the file is cut; make it again.")
        }
        endFile()
        return patch
    }

    private mutating func takeHead(_ text: String) {
        if text.hasPrefix("rename from ") {
            file?.oldPath = Self.unquoted(text.dropFirst(12))
        } else if text.hasPrefix("rename to ") {
            file?.newPath = Self.unquoted(text.dropFirst(10))
        } else if text.hasPrefix("--- ") {
            file?.oldPath = Self.path(text.dropFirst(4))
        } else if text.hasPrefix("+++ ") {
            file?.newPath = Self.path(text.dropFirst(4))
        } else if text.hasPrefix("new file mode") {
            file?.oldPath = nil
        } else if text.hasPrefix("deleted file mode") {
            file?.newPath = nil
        }
    }

    private mutating func begin(_ text: String) throws(FormatError) {
        endHunk()
        let words = text.split(separator: " ")
        guard file != nil, words.count >= 3, let old = Self.range(words[1], "-"), let new = Self.range(words[2], "+")
        else {
            throw FormatError(
                line: line,
                reason: "A hunk begins with @@ -start,count +start,count @@; this one does not."
            )
        }
        (oldLeft, newLeft) = (old.count, new.count)
        // With a count of 0 the head names the line before.
        oldNext = old.count == 0 ? old.start + 1 : old.start
        newNext = new.count == 0 ? new.start + 1 : new.start
    }

    private mutating func takeBody(_ text: String) throws(FormatError) {
        if text.hasPrefix("-"), oldLeft > 0 {
            if hunk?.added.isEmpty == false { endHunk() }
            beginHunk()
            hunk?.removed.append(String(text.dropFirst()))
            (oldNext, oldLeft) = (oldNext + 1, oldLeft - 1)
        } else if text.hasPrefix("+"), newLeft > 0 {
            beginHunk()
            hunk?.added.append(String(text.dropFirst()))
            (newNext, newLeft) = (newNext + 1, newLeft - 1)
        } else if text.hasPrefix(" ") || text.isEmpty, oldLeft > 0, newLeft > 0 {
            endHunk()
            (oldNext, oldLeft) = (oldNext + 1, oldLeft - 1)
            (newNext, newLeft) = (newNext + 1, newLeft - 1)
        } else if !text.hasPrefix("\\") {
            throw FormatError(
                line: line,
                reason: "The hunk has other lines than its head says; make the difference again."
            )
        }
    }

    private mutating func beginHunk() {
        guard hunk == nil else { return }
        hunk = SourcePatch.Hunk(oldStart: oldNext, removed: [], newStart: newNext, added: [])
    }

    private mutating func endHunk() {
        guard var done = hunk else { return }
        hunk = nil
        if done.removed.isEmpty { done.oldStart -= 1 }
        if done.added.isEmpty { done.newStart -= 1 }
        file?.hunks.append(done)
    }

    private mutating func endFile() {
        endHunk()
        if let done = file { patch.files.append(done) }
        file = nil
    }

    private static func range(_ word: Substring, _ sign: Character) -> (start: Int, count: Int)? {
        guard word.first == sign else { return nil }
        let parts = word.dropFirst().split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count <= 2, let start = Int(parts[0]), start >= 0, start < 1 << 40 else { return nil }
        guard parts.count == 2 else { return (start, 1) }
        guard let count = Int(parts[1]), count >= 0, count < 1 << 40 else { return nil }
        return (start, count)
    }

    /// The path of a `---` or `+++` line; nil for `/dev/null`.
    private static func path(_ text: Substring) -> String? {
        let whole = unquoted(text.split(separator: "\t", maxSplits: 1).first ?? text)
        guard whole != "/dev/null" else { return nil }
        return whole.hasPrefix("a/") || whole.hasPrefix("b/") ? String(whole.dropFirst(2)) : whole
    }

    /// The paths of a `diff --git a/OLD b/NEW` line, which matter only where nothing else follows.
    private static func paths(of text: String) -> (old: String, new: String)? {
        let rest = text.dropFirst(11)
        guard rest.hasPrefix("a/"), let middle = rest.range(of: " b/") else { return nil }
        return (String(rest[..<middle.lowerBound].dropFirst(2)), String(rest[middle.upperBound...]))
    }

    /// A path without the quotes and escapes that git gives to unusual ones.
    private static func unquoted(_ text: Substring) -> String {
        guard text.hasPrefix("\""), text.hasSuffix("\""), text.count > 1 else { return String(text) }
        var bytes: [UInt8] = []
        var rest = Array(text.dropFirst().dropLast().utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let next = rest.popFirst() else {
                bytes.append(byte)
                continue
            }
            let digits = [next] + rest.prefix(2)
            if digits.count == 3, let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 8) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(next == UInt8(ascii: "t") ? 9 : next == UInt8(ascii: "n") ? 10 : next)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
