/// Names and times in the few letters that a table has room for.
enum TextShort {
    /// The first ten letters of a hash; another name as it is.
    static func commit(_ sha: String) -> String {
        let isHash = sha.utf8.count >= 20 && sha.utf8.allSatisfy { "0123456789abcdefABCDEF".utf8.contains($0) }
        return isHash ? String(sha.prefix(10)) : sha
    }

    /// A time of the API to the minute, in UTC.
    static func time(_ text: String) -> String {
        text.utf8.count >= 16 ? String(text.prefix(16)).replacing("T", with: " ") + "Z" : text
    }

    /// Parameters as sorted `key=value`.
    static func parameters(_ parameters: [String: String]) -> String {
        parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    }

    /// “1 run”, “2 runs”.
    static func count(_ count: Int, _ noun: String) -> String {
        TextNumber.text(Double(count), decimals: 0) + " " + noun + (count == 1 ? "" : "s")
    }
}
