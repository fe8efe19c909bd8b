extension StringProtocol {
    /// The text without these characters at its ends.
    func trimming(_ characters: String) -> String {
        var rest = self[...]
        while let last = rest.last, characters.contains(last) { rest = rest.dropLast() }
        return String(rest.drop { characters.contains($0) })
    }
}
