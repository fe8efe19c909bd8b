import NilometerAPI
import Testing

@testable import nilometer

struct TextEscapeTests {
    @Test(arguments: [
        ("Parse/size=1k", "`Parse/size=1k`"), ("a|b", "<code>a&#124;b</code>"),
        ("`@x`", "<code>&#96;&#64;x&#96;</code>"),
        ("", "<code></code>"), (" a", "<code>&#32;a</code>"), ("a\\", "<code>a&#92;</code>"),
        ("<b>", "`<b>`"), ("a\nb", "<code>a&#92;nb</code>"), ("解析", "`解析`"),
    ])
    func `a name in Markdown is code`(text: String, expected: String) { #expect(TextMarkdown.code(text) == expected) }

    @Test(arguments: [
        "the nearest measured ancestor of the head", "+11.2% (was 0), 3.2 ns/op; it's 100 = 10 × 10", "解析",
    ])
    func `plain words stay as they are`(text: String) { #expect(TextMarkdown.prose(text) == text) }

    @Test(arguments: [
        "@everyone", "see https://evil.example", "www.evil.example", "*bold*", "_it_", "#12", "!7", "~label", "<b>",
        "[a](b)",
        "a|b", "`x`", "$1$", "&amp;", "a\\b",
    ])
    func `words that might be markup are code`(text: String) {
        let shown = TextMarkdown.prose("x " + text)
        #expect(shown.hasPrefix("`x ") || shown.hasPrefix("<code>x&#32;"))
        #expect(!shown.contains("|") && shown.filter { $0 == "`" }.count % 2 == 0)
    }

    @Test(arguments: [
        ("a<b>&\"'", "a&lt;b&gt;&amp;&quot;'"), ("a\u{0}\u{1B}[31m\r\n\t", "a\\u{0}\\u{1b}[31m\\r\\n\\t"),
        ("\u{FFFE}\u{FFFF}", "\\u{fffe}\\u{ffff}"), ("]]>", "]]&gt;"), ("😀", "😀"),
    ])
    func `XML holds every text`(text: String, expected: String) { #expect(TextXML.of(text) == expected) }

    @Test func `levels are told in one scale, and exact ones with their difference first`() {
        let time = TextLevels(before: 1201, after: 1334.1, unit: "ns", ratio: 1.1108, interval: [1.081, 1.142])
        #expect(time.text == "1.201µs to 1.334µs, +11.1%, +8.1% … +14.2%")
        #expect(TextLevels(before: 12, after: 13, unit: "1").text == "12 to 13, +1 (+8.3%)")
        #expect(TextLevels(before: 13, after: 12, unit: "1").changeText == "-1 (-7.7%)")
        #expect(TextLevels(before: 0, after: 2, unit: "1").changeText == "+2 (was 0)")
        #expect(TextLevels(before: 3, after: 3, unit: "1").changeText == "0")
        #expect(TextLevels(before: 3, after: nil, unit: "1").text == "3")
        #expect(TextLevels(before: 1, after: 1e9, unit: "1", ratio: 1e9).changeText == "×1e+09")
        #expect(TextLevels(before: -0.5, after: 0.25, unit: "x").changeText.hasPrefix("+"))
    }
}
