/// One page of a list.
public struct Listing<Item: Codable & Sendable>: Codable, Sendable {
    /// The page's items.
    public var items: [Item]
    /// The cursor of the next page; null on the last.
    public var next: String?

    /// Makes a page.
    public init(items: [Item], next: String?) {
        self.items = items
        self.next = next
    }

    /// Writes `next` even when it is null.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(items, forKey: .items)
        try container.encode(next, forKey: .next)
    }
}
