import NilometerAPI

/// The items of a list, page after page, each page asked for when it is needed.
public struct Items<Item: Codable & Sendable>: AsyncSequence, Sendable {
    let client: NilometerClient
    let route: Route

    /// Walks from the first item.
    public func makeAsyncIterator() -> Iterator { Iterator(client: client, route: route) }

    /// The place in the list.
    public struct Iterator: AsyncIteratorProtocol {
        private let client: NilometerClient
        private let route: Route
        private var page: [Item] = []
        private var position = 0
        private var cursor: String?
        private var isBegun = false

        init(client: NilometerClient, route: Route) {
            self.client = client
            self.route = route
        }

        /// The next item; nil after the last.
        ///
        /// - Throws: `ClientError` when a page cannot be had.
        public mutating func next() async throws -> Item? {
            while position == page.count {
                if isBegun && cursor == nil { return nil }
                let asked = cursor.map { route.adding("cursor", $0) } ?? route
                let listing = try await client.get(asked).value(Listing<Item>.self)
                guard !isBegun || listing.next != cursor else { return nil }
                (page, position, cursor, isBegun) = (listing.items, 0, listing.next, true)
            }
            defer { position += 1 }
            return page[position]
        }
    }
}
