/// Finds the names that somebody may have meant.
public enum NearNames {
    /// At most three names, the nearest first: those that contain the text or differ from it in few letters.
    ///
    /// - Complexity: O(names × letters of both).
    public static func of(_ text: String, in names: [String]) -> [String] {
        let wanted = Array(text.lowercased())
        let most = max(2, wanted.count / 3)
        let near = names.compactMap { name -> (distance: Int, name: String)? in
            let letters = Array(name.lowercased())
            if !wanted.isEmpty && letters.count >= wanted.count && name.lowercased().contains(text.lowercased()) {
                return (0, name)
            }
            guard abs(letters.count - wanted.count) <= most else { return nil }
            let distance = distance(wanted, letters)
            return distance <= most ? (distance, name) : nil
        }
        return near.sorted { ($0.distance, $0.name.count, $0.name) < ($1.distance, $1.name.count, $1.name) }
            .prefix(3).map(\.name)
    }

    /// “did you mean “a” or “b”?”; nil where nothing is near.
    public static func question(_ text: String, in names: [String]) -> String? {
        let near = of(text, in: names).map { "“\($0)”" }
        guard let last = near.last else { return nil }
        let first = near.dropLast().joined(separator: ", ")
        return "did you mean \(first.isEmpty ? last : "\(first) or \(last)")?"
    }

    /// How many letters must be added, left out or replaced.
    private static func distance(_ a: [Character], _ b: [Character]) -> Int {
        var row = Array(0...b.count)
        for (i, letter) in a.enumerated() {
            var corner = row[0]
            row[0] = i + 1
            for (j, other) in b.enumerated() {
                let kept = corner + (letter == other ? 0 : 1)
                corner = row[j + 1]
                row[j + 1] = min(kept, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[b.count]
    }
}
