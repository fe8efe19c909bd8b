import Testing

@testable import nilometer

struct TextTableTests {
    private static let pipe = Output(width: nil, hasColour: false)

    @Test func `columns are as wide as their widest cell, numbers on the right`() {
        var table = TextTable(.text("name"), .number("value"))
        table.add("a", "1")
        table.add("long name", "1,000")
        #expect(table.text(on: Self.pipe) == "name       value\na              1\nlong name  1,000\n")
    }

    @Test func `wide letters and marks that combine keep columns aligned`() {
        var table = TextTable(.text("name"), .text("x"))
        table.add("解析", "|")
        table.add("e\u{301}te", "|")
        table.add("👍🏽", "|")
        table.add("ascii", "|")
        let lines = table.text(on: Self.pipe).split(separator: "\n").dropFirst()
        let places = lines.map { line in TextWidth.of(String(line.prefix { $0 != "|" })) }
        #expect(places == [7, 7, 7, 7])
    }

    @Test func `a column without text is left out`() {
        var table = TextTable(.text("a"), .text("empty"), .text("b"))
        table.add("1", "", "2")
        #expect(table.text(on: Self.pipe) == "a  b\n1  2\n")
    }

    @Test func `no row ends in spaces`() {
        var table = TextTable(.text("a"), .text("b"))
        table.add("1", "")
        table.add("2", "long")
        #expect(table.text(on: Self.pipe) == "a  b\n1\n2  long\n")
    }

    @Test func `only elastic columns are shortened on a narrow terminal`() {
        var table = TextTable(.elastic("name"), .text("id"))
        table.add("a name that is far too long", "run_0123456789")
        let lines = table.text(on: Output(width: 30, hasColour: false)).split(separator: "\n")
        #expect(lines[1] == "a name that i…  run_0123456789")
    }

    @Test func `the widest elastic column gives way first, and none becomes narrower than eight`() {
        var table = TextTable(.elastic("a"), .elastic("b"), .text("c"))
        table.add("0123456789", "0123456789012345", "end")
        func line(_ width: Int) -> Substring? {
            table.text(on: Output(width: width, hasColour: false)).split(separator: "\n").last
        }
        #expect(line(28) == "0123456789  0123456789…  end")
        #expect(line(10) == "0123456…  0123456…  end")
    }

    @Test func `a row with fewer cells than columns has empty ones`() {
        var table = TextTable(.text("a"), .text("b"))
        table.add("1")
        table.add("2", "3")
        #expect(table.text(on: Self.pipe) == "a  b\n1\n2  3\n")
    }

    @Test func `colours do not move columns`() {
        var table = TextTable(.text("a"), .text("b"))
        table.add(.init("x", .bad), "1")
        table.add("xx", "2")
        #expect(table.text(on: Output(width: nil, hasColour: true)).contains("\u{1B}[31mx\u{1B}[0m   1\nxx  2"))
    }

    @Test(arguments: [
        ("a\u{1B}[31mb", "a\\u{1b}[31mb"), ("a\nb\tc\r", "a\\nb\\tc\\r"), ("\u{202E}abc", "\\u{202e}abc"),
        ("\u{9B}2J", "\\u{9b}2J"), ("a\u{2028}b", "a\\u{2028}b"), ("plain é 解", "plain é 解"),
    ])
    func `control characters are written as escapes`(text: String, plain: String) {
        #expect(TextPlain.of(text) == plain)
        #expect(TextTable.Cell(text).text == plain)
    }

    @Test func `a text is cut before it is too wide, also between wide letters`() {
        #expect(TextWidth.shortened("解析解析", to: 6) == "解析…")
        #expect(TextWidth.shortened("abcdef", to: 6) == "abcdef")
        #expect(TextWidth.shortened("abcdef", to: 1) == "…")
        #expect(TextWidth.shortened("abcdef", to: 0) == "")
    }
}
