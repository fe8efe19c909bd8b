import Foundation
import HTTPTypes
import Hummingbird
import NilometerAPI
import NilometerCore

/// One page of a list: where it begins, and the answer that names the next.
struct Page: Sendable {
    /// The id of the last item of the page before; nil for the first page.
    let after: String?
    /// How many items the page may have.
    let limit: Int
    private let list: String
    private let path: String
    private let query: [String: String]

    /// Reads limit and cursor of a request.
    ///
    /// - Parameters:
    ///   - request: the request.
    ///   - asked: its query.
    ///   - list: names the list, so that the cursor of another list is refused.
    ///   - usually: the page size when none is asked for.
    /// - Throws: `NilometerError` `badQuery`.
    init(_ request: Request, _ asked: Asked, of list: String, usually: Int = 1000) throws(NilometerError) {
        limit = try asked.limit(usually: usually)
        self.list = list
        path = request.uri.path
        query = asked.query
        guard let text = asked["cursor"] else {
            after = nil
            return
        }
        guard let place = Self.place(of: text, list: list) else { throw Self.badCursor }
        after = place
    }

    private static var badCursor: NilometerError {
        NilometerError(
            .badQuery,
            "The cursor is not one of this list; take it from “next” of the page before, as it is."
        )
    }

    /// The page of a whole list.
    ///
    /// - Throws: `NilometerError` `badQuery` when the item that the cursor stands at is gone.
    func answer<Item: Sendable, View: Codable & Sendable>(
        _ items: [Item],
        id: (Item) -> String,
        view: (Item) -> View
    ) throws -> Response {
        var rest = items[...]
        if let after {
            guard let place = items.firstIndex(where: { id($0) == after }) else {
                throw NilometerError(
                    .badQuery,
                    "The item that the cursor stood at is gone; ask for the first page again."
                )
            }
            rest = items[(place + 1)...]
        }
        let page = rest.prefix(limit)
        return try answer(page.map(view), last: rest.count > limit ? page.last.map(id) : nil)
    }

    /// The answer of a page that was read for itself.
    ///
    /// - Parameters:
    ///   - views: its items.
    ///   - last: the id of its last item when there may be more.
    /// - Returns: the listing, with a `Link` to the next page.
    /// - Throws: `EncodingError`, which finite numbers and text do not meet.
    func answer<View: Codable & Sendable>(_ views: [View], last: String?) throws -> Response {
        let next = last.map { Self.cursor(at: $0, list: list) }
        var response = try Answer.json(Listing(items: views, next: next))
        if let next, let link = HTTPField.Name("Link") {
            var query = query
            query["cursor"] = next
            let pairs = query.sorted { $0.key < $1.key }.map { "\(Self.encoded($0.key))=\(Self.encoded($0.value))" }
            response.headers[link] = "<\(path)?\(pairs.joined(separator: "&"))>; rel=\"next\""
        }
        return response
    }

    static func cursor(at id: String, list: String) -> String {
        let text = id + "\u{1F}" + Tokens.digest(of: list + "\u{1F}" + id).prefix(12)
        return Data(text.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing(
            "=",
            with: ""
        )
    }

    static func place(of cursor: String, list: String) -> String? {
        var text = cursor.replacing("-", with: "+").replacing("_", with: "/")
        text += String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: text), let whole = String(bytes: data, encoding: .utf8) else { return nil }
        let parts = whole.split(separator: "\u{1F}", omittingEmptySubsequences: false)
        guard parts.count >= 2, let digest = parts.last else { return nil }
        let id = parts.dropLast().joined(separator: "\u{1F}")
        return digest == Tokens.digest(of: list + "\u{1F}" + id).prefix(12) ? id : nil
    }

    private static func encoded(_ text: String) -> String {
        var free = CharacterSet.alphanumerics
        free.insert(charactersIn: "-._~")
        return text.addingPercentEncoding(withAllowedCharacters: free) ?? ""
    }
}
