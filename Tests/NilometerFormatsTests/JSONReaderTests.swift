import NilometerFormats
import Testing

struct JSONReaderTests {
    /// Why a strict reader refuses the text; nil when it does not.
    private func refusal(_ bytes: [UInt8]) -> JSONError? {
        do throws(JSONError) {
            var reader = try JSONReader(strict: bytes)
            try reader.skip()
            try reader.end()
            return nil
        } catch {
            return error
        }
    }

    private static let refusals: [(String, Int, String)] = [
        (#"{"a":NaN}"#, 5, "NaN and Infinity are not"), (#"[1,-Infinity]"#, 3, "not JSON"),
        (#"[1e400]"#, 1, "does not fit a double"), (#"{"a":1,"a":2}"#, 7, "the key “a” stands twice"),
        (#"{"ab":1,"\u0061b":2}"#, 8, "the key “ab” stands twice"), (#"[1,2"#, 4, "a comma is missing"),
        (#"["abc"#, 1, "a string does not end"), (#"{"a" 1}"#, 5, "a colon is missing"),
        (#"{1:2}"#, 1, "a key is missing"), (#"[tru]"#, 1, "neither true, false nor null"),
        (#"{} {}"#, 3, "text after the end"), (#"["\x"]"#, 2, "an escape"), (#"["\ud800"]"#, 2, "surrogate"),
        (#"["\ud800\u0041"]"#, 2, "surrogate"), (#"[01]"#, 1, "begins with 0"), (#"[1.]"#, 3, "ends with a point"),
        (#"[1e]"#, 3, "without digits"), (#"[+1]"#, 1, "not JSON"), ("[\"a\nb\"]", 3, "a control character"),
        ("", 0, "ends too early"), ("[,]", 1, "a value is missing"), ("[1,]", 3, "a value is missing"),
    ]

    @Test(arguments: refusals)
    func `a strict reader names the byte and the cause`(text: String, offset: Int, reason: String) throws {
        let error = try #require(refusal(Array(text.utf8)))
        #expect(error.reason.contains(reason))
        #expect(error.offset == offset)
    }

    @Test func `bad UTF-8 is refused at its byte`() throws {
        let error = try #require(refusal(Array(#"{"a":""#.utf8) + [0xFF] + Array(#""}"#.utf8)))
        #expect(error.offset == 6)
        #expect(error.reason.contains("UTF-8"))
    }

    @Test func `nesting is taken to 128 levels and not deeper`() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        #expect(refusal(nested(128)) == nil)
        #expect(try #require(refusal(nested(129))).offset == 128)
        #expect(try #require(refusal(Array(repeating: UInt8(ascii: "["), count: 1_000_000))).offset == 128)
        var tolerant = JSONReader(Array(repeating: UInt8(ascii: "["), count: 1_000_000))
        #expect(throws: JSONError.self) { try tolerant.skip() }
    }

    @Test(arguments: [
        #"{"a":[1,-2.5e3,"x",true,false,null,{}],"b":{"c":[]}}"#, #" [ "\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00" ] "#, "0",
        "-0", "\"\"",
    ])
    func `what RFC 8259 allows is taken`(text: String) { #expect(refusal(Array(text.utf8)) == nil) }

    @Test func `escapes and surrogate pairs are decoded`() throws {
        var reader = JSONReader(Array(#"["a\u00e9\ud83d\ude00\n\"", "\ud83dx", "\q"]"#.utf8))
        try reader.beginArray()
        var found: [String] = []
        while try reader.nextElement() { found.append(try reader.string()) }
        #expect(found == ["aé😀\n\"", "\u{FFFD}x", "\\q"])
    }

    private static let doubles: [(String, Double)] = [
        ("NaN", Double.nan), ("-Infinity", -.infinity), ("Infinity", .infinity), ("1e400", .infinity),
        ("-inf", -.infinity),
        ("0.1", 0.1), ("5.1580000217654742e+00", 5.1580000217654742),
        ("123456789012345678901234567890", 1.2345678901234568e29),
        ("2.5e-300", 2.5e-300), ("-0.000001", -0.000001), ("9007199254740993", 9007199254740992),
        ("1.7976931348623157e308", 1.7976931348623157e308),
        ("4.9e-324", .leastNonzeroMagnitude), ("1e22", 1e22), ("1e23", 1e23), ("+3", 3), (".5", 0.5),
    ]

    @Test(arguments: doubles)
    func `a tolerant reader takes the nearest double`(text: String, value: Double) throws {
        var reader = JSONReader(Array("[\(text)]".utf8))
        try reader.beginArray()
        let isThere = try reader.nextElement()
        #expect(isThere)
        let number = try reader.number()
        #expect(number.double == value || (number.double.isNaN && value.isNaN))
        #expect(reader.text(of: number) == text)
        let isMore = try reader.nextElement()
        #expect(!isMore)
    }

    @Test(arguments: 0..<50)
    func `numbers are read as the standard library reads them`(seed: Int) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let value = Double(bitPattern: generator.next())
            guard value.isFinite else { continue }
            let short = (value * 100).rounded() / 100
            for text in ["\(value)", "\(Int.random(in: -99_999...99_999, using: &generator))", "\(short)"] {
                var reader = JSONReader(Array(text.utf8))
                let number = try reader.number()
                #expect(number.double == Double(text))
            }
        }
    }

    @Test func `whole numbers that 64 bits hold stay exact, larger ones are text`() throws {
        var reader = JSONReader(Array("[9007199254740993, -5, 99999999999999999999, 1.5]".utf8))
        try reader.beginArray()
        var found: [Int?] = []
        var texts: [String] = []
        while try reader.nextElement() {
            let number = try reader.number()
            found.append(number.integer)
            texts.append(reader.text(of: number))
        }
        #expect(found == [9_007_199_254_740_993, -5, nil, nil])
        #expect(texts[2] == "99999999999999999999")
    }

    @Test func `doubled keys are reported and read in order`() throws {
        var reader = JSONReader(Array(#"{"a":1,"b":{"a":2},"a":3}"#.utf8))
        var last: [String: Double] = [:]
        try reader.beginObject()
        while let key = try reader.nextKey() {
            if try reader.kind() == .number { last[key] = try reader.number().double } else { try reader.skip() }
        }
        #expect(last == ["a": 3])
        #expect(reader.doubledKeys.map(\.key) == ["a"])
        #expect(reader.doubledKeys.map(\.offset) == [19])
    }

    @Test(arguments: [10, 24, 25, 26, 2000])
    func `a doubled key is found among many`(count: Int) throws {
        let keys = (0..<count).map { "\"key\($0)\":{\"x\":1}" }
        #expect(refusal(Array("{\(keys.joined(separator: ","))}".utf8)) == nil)
        let doubled = keys + [keys[count / 2]]
        #expect(
            try #require(refusal(Array("{\(doubled.joined(separator: ","))}".utf8))).reason.contains("key\(count / 2)”")
        )
    }

    @Test func `the path names keys and places`() throws {
        var reader = JSONReader(Array(#"{"a":[{}, {"b":"x"}]}"#.utf8))
        try reader.beginObject()
        _ = try reader.nextKey()
        try reader.beginArray()
        _ = try reader.nextElement()
        try reader.skip()
        _ = try reader.nextElement()
        try reader.beginObject()
        _ = try reader.nextKey()
        let error = #expect(throws: JSONError.self) { try reader.number() }
        #expect(error?.path == "a.1.b")
        #expect(error?.reason == "a number is expected, and a string stands there")
    }

    @Test func `several values of one stream are read one after another`() throws {
        var reader = JSONReader(Array("{\"a\":1}\n[2] 3".utf8))
        try reader.skip()
        try reader.skip()
        let last = try reader.number()
        let isAtEnd = reader.isAtEnd()
        #expect(last.integer == 3 && isAtEnd)
    }

    @Test(arguments: 0..<400)
    func `mutated and random bytes never trap and always end`(seed: Int) {
        var generator = SeededGenerator(seed: seed)
        let sample =
            #"{"a":[1.5e3,NaN,{"b\u00e9\ud83d\ude00":"x\n"}],"c":null,"d":true,"big":123456789012345678901e-400}"#
        var bytes = Array(sample.utf8)
        if seed % 4 == 0 { bytes = (0..<200).map { _ in UInt8.random(in: .min ... .max, using: &generator) } }
        for _ in 0..<Int.random(in: 1...8, using: &generator) {
            let place = Int.random(in: bytes.indices, using: &generator)
            switch Int.random(in: 0..<3, using: &generator) {
            case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
            case 1: bytes.remove(at: place)
            default: bytes.insert(Array("{}[]\",:\\0e-N".utf8).randomElement(using: &generator) ?? 0, at: place)
            }
        }
        var reader = JSONReader(bytes)
        var steps = 0
        while !reader.isAtEnd(), steps <= bytes.count {
            steps += 1
            do { try reader.skip() } catch { break }
        }
        #expect(steps <= bytes.count)
        // What a strict reader takes, a tolerant one takes, too.
        if refusal(bytes) == nil {
            var second = JSONReader(bytes)
            #expect(throws: Never.self) { try second.skip() }
        }
    }
}
