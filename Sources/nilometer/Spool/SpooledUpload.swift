import Crypto
import Foundation
import NilometerAPI
import NilometerCore

/// An upload that could not be sent, as it lies on disk: one line of JSON about it, then the body byte for byte.
///
/// The body is kept as bytes, not made anew, so that the server finds the same digest under the same key. The token is
/// never part of it.
struct SpooledUpload: Equatable {
    /// The address it was meant for; it is sent nowhere else.
    var server: String
    /// The project's slug.
    var project: String
    /// The key that makes it safe to send twice.
    var key: String
    /// The commit, for people who look into the spool.
    var commit: String
    /// The envelope as it is sent.
    var body: Data

    /// What the first line says.
    private struct Head: Codable {
        var schema: String
        var server: String
        var project: String
        var key: String
        var commit: String
        var size: Int
        var digest: String
    }

    private static let schema = "nilometer.spool/1"
    private static let lineEnd = UInt8(ascii: "\n")

    init(server: String, project: String, key: String, commit: String, body: Data) {
        self.server = server
        self.project = project
        self.key = key
        self.commit = commit
        self.body = body
    }

    /// Reads a file of the spool.
    ///
    /// - Throws: `FormatError` when it is no such file, or was cut or changed.
    init(file: Data) throws(FormatError) {
        guard let end = file.firstIndex(of: Self.lineEnd), let head = Self.head(of: file[..<end]) else {
            throw FormatError(line: 1, reason: "the first line is not that of a spooled upload")
        }
        guard head.schema == Self.schema else {
            throw FormatError(
                line: 1,
                reason: "it is of “\(head.schema.prefix(40))”; use the nilometer that wrote it"
            )
        }
        let body = Data(file[(end + 1)...])
        guard body.count == head.size, Self.digest(of: body) == head.digest else {
            throw FormatError(reason: "it was cut or changed after it was written")
        }
        self.init(server: head.server, project: head.project, key: head.key, commit: head.commit, body: body)
    }

    /// The bytes of its file.
    var file: Data {
        var text = JSONText()
        text.raw("{\"schema\":")
        text.string(Self.schema)
        text.raw(",\"server\":")
        text.string(server)
        text.raw(",\"project\":")
        text.string(project)
        text.raw(",\"key\":")
        text.string(key)
        text.raw(",\"commit\":")
        text.string(commit)
        text.raw(",\"digest\":")
        text.string(Self.digest(of: body))
        text.raw(",\"size\":")
        text.number(Double(body.count))
        text.raw("}\n")
        return Data(text.bytes) + body
    }

    /// SHA-256 in hexadecimal digits.
    static func digest(of bytes: Data) -> String {
        SHA256.hash(data: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func head(of line: Data) -> Head? { try? JSONDecoder().decode(Head.self, from: line) }
}
