import Foundation

/// Counts attempts by address, and says when there are too many; what it remembers is bounded.
actor AttemptLimit {
    private static let minute: TimeInterval = 60
    /// How many addresses are remembered.
    private static let mostAddresses = 4096

    private let most: Int
    private var counts: [String: (since: Date, count: Int)] = [:]

    /// Allows so many attempts a minute for each address.
    init(most: Int) { self.most = most }

    /// How many addresses are remembered now.
    var remembered: Int { counts.count }

    /// Counts an attempt; false when it is one too many.
    func allows(_ address: String, at now: Date) -> Bool {
        var entry = counts[address] ?? (now, 0)
        if now.timeIntervalSince(entry.since) >= Self.minute || now < entry.since { entry = (now, 0) }
        if counts[address] == nil, counts.count >= Self.mostAddresses { makeRoom(at: now) }
        entry.count += 1
        counts[address] = entry
        return entry.count <= most
    }

    /// Forgets the minutes that are over; where there are none, the oldest half.
    private func makeRoom(at now: Date) {
        counts = counts.filter { now.timeIntervalSince($0.value.since) < Self.minute }
        guard counts.count >= Self.mostAddresses else { return }
        let ages = counts.values.map(\.since).sorted()
        let middle = ages[ages.count / 2]
        counts = counts.filter { $0.value.since > middle }
    }
}
