import Foundation
import NIOHTTP1
import NilometerAPI

/// What a forge answered.
struct ForgeAnswer: Sendable {
    /// The status.
    let status: Int
    /// The headers.
    let headers: HTTPHeaders
    /// The body as it came.
    let body: Data

    /// The body as a value.
    ///
    /// - Throws: `ClientError` `unreadable` when it has another shape.
    func value<Value: Decodable>(_: Value.Type = Value.self) throws(ClientError) -> Value {
        do {
            return try JSONCoding.decoder.decode(Value.self, from: body)
        } catch {
            throw ClientError(.unreadable, detail: "The forge's answer has an unknown shape; check the API's address.")
        }
    }

    /// Whether it asks to come back later and did nothing.
    var isLimited: Bool {
        status == 429 || status == 403 && (headers.contains(name: "retry-after") || hasNothingLeft)
    }

    /// Whether another attempt may succeed.
    var isPassing: Bool { status == 408 || (500...599).contains(status) && status != 501 }

    /// The seconds after which it may be asked again, where it says so.
    var pause: Double? {
        if let seconds = headers.first(name: "retry-after").flatMap(Double.init), seconds.isFinite {
            return max(0, seconds)
        }
        guard isLimited, hasNothingLeft, let reset = headers.first(name: "x-ratelimit-reset").flatMap(Double.init),
            let now = headers.first(name: "date").flatMap(HTTPDate.date)
        else { return nil }
        return min(86_400, max(1, reset - now.timeIntervalSince1970))
    }

    /// Whether a list goes on behind this page.
    var hasNextPage: Bool {
        if let next = headers.first(name: "x-next-page") { return !next.isEmpty }
        return headers["link"].contains { $0.contains("rel=\"next\"") }
    }

    /// The error that this answer is, with the forge's own words.
    func refusal(from address: String) -> ClientError {
        ClientError(
            .refused(status: status),
            detail: "\(address) answered \(status)\(words.map { ", “\($0)”" } ?? "")."
        )
    }

    /// What the forge says of it, at most one short line.
    var words: String? {
        struct Problem: Decodable { var message: Words? }
        guard let text = (try? JSONCoding.decoder.decode(Problem.self, from: body))?.message?.text else { return nil }
        return String(text.prefix(200))
    }

    private var hasNothingLeft: Bool { headers.first(name: "x-ratelimit-remaining") == "0" }

    /// A message, which GitLab writes as text or as an object.
    private struct Words: Decodable {
        var text: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let plain = try? container.decode(String.self) {
                text = plain
            } else {
                let fields = try container.decode([String: [String]].self)
                text = fields.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.joined(separator: ", "))" }
                    .joined(separator: "; ")
            }
        }
    }
}
