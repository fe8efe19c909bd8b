/// The dates and times of TOML: `1979-05-27`, `07:32:00.5`, and both with `T` or a space between, with an offset or without.
enum TOMLTime {
    /// Whether a word is one.
    static func fits(_ word: String) -> Bool {
        var rest = word[...]
        if let date = takes("0000-00-00", &rest) {
            guard isDay(year: date[0], month: date[1], day: date[2]) else { return false }
            guard let mark = rest.first else { return true }
            guard mark == "T" || mark == "t" || mark == " " else { return false }
            rest = rest.dropFirst()
            return takesTime(&rest) && (rest.isEmpty || isOffset(rest))
        }
        return takesTime(&rest) && rest.isEmpty
    }

    private static func takesTime(_ rest: inout Substring) -> Bool {
        guard let time = takes("00:00:00", &rest), time[0] < 24, time[1] < 60, time[2] < 60 else { return false }
        guard rest.first == "." else { return true }
        let digits = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
        rest = rest.dropFirst(1 + digits.count)
        return !digits.isEmpty
    }

    private static func isOffset(_ text: Substring) -> Bool {
        if text == "Z" || text == "z" { return true }
        var rest = text.dropFirst()
        guard text.hasPrefix("+") || text.hasPrefix("-"), let time = takes("00:00", &rest) else { return false }
        return rest.isEmpty && time[0] < 24 && time[1] < 60
    }

    /// The numbers of a text that begins like a form, whose zeros stand for digits; nil when it does not.
    private static func takes(_ form: String, _ rest: inout Substring) -> [Int]? {
        let part = rest.prefix(form.count)
        guard part.utf8.count == form.utf8.count else { return nil }
        for (letter, wanted) in zip(part.utf8, form.utf8) {
            guard wanted == UInt8(ascii: "0") ? (0x30...0x39).contains(letter) : letter == wanted else { return nil }
        }
        rest = rest.dropFirst(form.count)
        return part.split { !$0.isNumber }.compactMap { Int($0) }
    }

    private static func isDay(year: Int, month: Int, day: Int) -> Bool {
        guard (1...12).contains(month), day >= 1 else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return day <= [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }
}
