import NilometerCore
import NilometerFormats
import Testing

struct DeclarationTests {
    static let whole = """
        # Where we are measured.
        project = "my-library"
        server = "https://nilometer.example.org/"
        machine = "ci-linux"
        alertBudget = 0.5

        [benchmarks]
        commands = ["go test -bench . ./...", ["cargo", "bench", "--", "a b"]]

        [evidence]
        commands = ["go build -gcflags=-m=2 ./..."]

        [[rule]]
        benchmark = "Parse*"
        metric = "ns/op"
        machine = "ci-*"
        smallestChange = "2 %"
        most = "10 ms"
        least = 1.5
        class = "noisy"
        better = "lower"
        owner = "parser team"
        delivery = "always"

        [[rule]]
        metric = "allocs/op"
        class = "exact"
        most = 0

        [[rule]]
        benchmark = "Fuzz*"
        ignore = true

        [gate]
        failOn = ["regressed", "missing"]
        requireConclusive = true
        advisory = false
        """

    @Test func `every key is read`() throws {
        let declaration = try Declaration(text: Self.whole)
        #expect(declaration.project == "my-library" && declaration.machine == "ci-linux")
        #expect(declaration.server == "https://nilometer.example.org")
        #expect(
            declaration.benchmarkCommands == [
                .line("go test -bench . ./..."), .words(["cargo", "bench", "--", "a b"]),
            ]
        )
        #expect(declaration.evidenceCommands.map(\.words) == [["sh", "-c", "go build -gcflags=-m=2 ./..."]])
        var first = Rule()
        (first.benchmark, first.metric, first.machine) = (Glob("Parse*"), Glob("ns/op"), Glob("ci-*"))
        (first.smallestShare, first.most, first.least, first.unit) = (0.02, 1e7, 1.5, "ns")
        (first.kind, first.better, first.owner, first.delivery) = (.noisy, .lower, "parser team", .always)
        var second = Rule()
        (second.metric, second.kind, second.most) = (Glob("allocs/op"), .exact, 0)
        var third = Rule()
        (third.benchmark, third.isIgnored) = (Glob("Fuzz*"), true)
        #expect(declaration.rules.rules == [first, second, third] && declaration.rules.alertBudget == 0.5)
        #expect(declaration.rules.gate == GatePolicy(failsOn: [.regressed, .missing], requiresConclusive: true))
        #expect(declaration.lines["project"] == 2 && declaration.lines["gate.requireConclusive"] == 36)
        #expect(declaration.ruleLines == [13, 25, 30])
    }

    private static let amounts: [(written: String, share: Double?, difference: Double?, unit: String?)] = [
        ("\"2 %\"", 0.02, nil, nil), ("\"0.5%\"", 0.005, nil, nil), ("\"10 ns\"", nil, 10, "ns"),
        ("\"1 KiB\"", nil, 1024, "B"), ("\"1.5ms\"", nil, 1.5e6, "ns"), ("\"3 µs\"", nil, 3000, "ns"),
        ("12", nil, 12, nil),
        ("1_000.5", nil, 1000.5, nil), ("\"1e3 B\"", nil, 1000, "B"), ("\"7\"", nil, 7, nil), ("0", nil, 0, nil),
        ("\"2 allocs\"", nil, 2, "1"), ("\"5 MB/s\"", nil, 5e6, "B/s"), ("\"4 ns/op\"", nil, 4, "ns"),
        ("\"10 elem/s\"", nil, 10, "1/s"),
    ]

    @Test(arguments: amounts)
    func `an amount is a share, a value with a unit, or a number`(
        written: String,
        share: Double?,
        difference: Double?,
        unit: String?
    ) throws {
        let rule = try #require(try Declaration(text: "[[rule]]\nsmallestChange = \(written)").rules.rules.first)
        #expect(rule.smallestShare.map { abs($0 - (share ?? -1)) < 1e-12 } ?? (share == nil))
        #expect(rule.smallestDifference == difference)
        #expect(rule.unit == unit)
    }

    @Test(arguments: [
        "", "\n", "# nothing\r\n", "\u{FEFF}project = \"a\"", "project = \"a\"\r\n[gate]\r\nadvisory = true\r\n",
    ])
    func `empty files, a byte order mark and Windows line ends are read`(text: String) throws {
        let declaration = try Declaration(text: text)
        #expect(declaration.project == (text.contains("project") ? "a" : nil))
        #expect(declaration.rules.gate.isAdvisory == text.contains("advisory"))
    }

    /// What is wrong, on which line, and a part of the sentence.
    private static let mistakes: [(text: String, line: Int?, part: String)] = [
        ("[[rule]]\nmost = 1\nbenchmrk = \"a\"", 3, "There is no “benchmrk” in [[rule]]; did you mean “benchmark”?"),
        ("projekt = \"a\"", 1, "There is no “projekt”; did you mean “project”?"),
        ("[zzz]", 1, "There is no “zzz”; the keys outside of tables are project"),
        ("[gate]\nfailon = [\"regressed\"]", 2, "did you mean “failOn”?"),
        ("[gate]\nfailOn = [\"regresed\"]", 2, "did you mean “regressed”?"),
        ("[gate]\nfailOn = [\"inconclusive\"]", 2, "requireConclusive = true"),
        ("[gate]\nfailOn = []", 2, "is an empty list"),
        ("[gate]\nadvisory = \"yes\"", 2, "must be true or false"),
        ("[benchmarks]\ncommands = \"go test\"", 2, "must be a list, such as commands = [\"go test -bench . ./...\"]"),
        ("[benchmarks]\ncommands = [1]", 2, "a line for the shell"),
        ("[benchmarks]\ncommands = [[]]", 2, "a line for the shell"),
        ("[benchmarks]\ncommands = [[\"a\", 1]]", 2, "a list of words"),
        ("[benchmarks]\ncommands = [\"a\\u0000b\"]", 2, "a line for the shell"),
        ("benchmarks = 1", 1, "begin it with [benchmarks]"),
        ("[rule]\nmost = 1", 1, "begin each rule with [[rule]]"),
        ("[[rule]]\nbenchmark = \"a\"", 1, "asks for nothing"),
        ("[[rule]]\nmost = 1\nmost = 2", 3, "“most” is given twice, first on line 2"),
        ("[gate]\n[gate]", 2, "begun twice, first on line 1"),
        ("[[rule]]\nsmallestChange = \"2 nss\"", 2, "there is no unit “nss”; did you mean “ns”"),
        ("[[rule]]\nsmallestChange = \"2 wibbles\"", 2, "for a unit of your own write a bare number"),
        ("[[rule]]\nsmallestChange = \"much\"", 2, "which is no amount"),
        ("[[rule]]\nsmallestChange = \"-2 %\"", 2, "is below 0"),
        ("[[rule]]\nsmallestChange = -1", 2, "is below 0"),
        ("[[rule]]\nsmallestChange = nan", 2, "is no finite number"),
        ("[[rule]]\nmost = inf", 2, "is no finite number"),
        ("[[rule]]\nmost = \"1e400 ns\"", 2, "is no finite number"),
        ("[[rule]]\nmost = \"2 %\"", 2, "smallestChange = \"2 %\""),
        ("[[rule]]\nmost = true", 2, "is true or false, and must be an amount"),
        ("[[rule]]\nmetric = \"ns/op\"\nmost = \"1 KiB\"", 3, "values of “ns/op” are in ns"),
        ("[[rule]]\nmetric = \"allocs/op\"\nmost = \"1 KiB\"", 3, "are in plain counts"),
        ("[[rule]]\nmost = \"1 KiB\"\nleast = \"1 ns\"", 3, "write two rules"),
        ("[[rule]]\nmost = 1\nleast = 2", 2, "swap them"),
        ("[[rule]]\nbenchmark = \"\"\nmost = 1", 2, "must have 1 to"),
        ("[[rule]]\nbenchmark = \"a\\nb\"\nmost = 1", 2, "no control characters"),
        ("[[rule]]\nclass = \"loud\"", 2, "it is exact or noisy"),
        ("[[rule]]\nignore = 1", 2, "must be true or false"),
        ("[[rule]]\nowner = 3", 2, "must be a text"),
        ("alertBudget = -1", 1, "must be 0 to 1000000"),
        ("alertBudget = nan", 1, "must be 0 to 1000000"),
        ("project = \"a b\"", 1, "is a slug"),
        ("project = 1", 1, "is a whole number, and must be a text"),
        ("server = \"example.org\"", 1, "must be an address"),
        ("server = \"https://me:secret@example.org\"", 1, "NILOMETER_TOKEN"),
        ("server = \"https://example.org?a=b\"", 1, "must be an address"),
        ("project = \"a", 1, "has no end"),
        ("project = a", 1, "“a” is no value"),
        ("project =", 1, "nothing is no value"),
        ("project = 1979-05-27 07:32:00.25+01:00", 1, "is a date or time, and must be a text"),
        ("project = 1900-02-29", 1, "“1900-02-29” is no value"),
        ("project", 1, "must come “=”"),
        ("project = \"a\" machine = \"b\"", 1, "the line must end"),
        ("project = \"a\u{0}b\"", 1, "control character (code 0)"),
        ("project = \"\\q\"", 1, "escape that TOML does not have"),
        ("x = " + String(repeating: "[", count: 10_000), 1, "nest deeper than 32"),
        ("x = " + String(repeating: "{a=", count: 10_000), 1, "nest deeper than 32"),
        (String(repeating: "a.", count: 10_000) + "a = 1", 1, "more than 32 parts"),
        ("[" + String(repeating: "a.", count: 10_000) + "a]", 1, "more than 32 parts"),
        ("# " + String(repeating: "x", count: 1_048_576), nil, "at most 262144 are read"),
        (String(repeating: "[[rule]]\nmost = 1\n", count: 1001), 1, "at most 1000 are read"),
    ]

    @Test(arguments: mistakes.indices)
    func `a mistake is told with its line and what to write`(index: Int) {
        let mistake = Self.mistakes[index]
        let error = #expect(throws: FormatError.self) { try Declaration(text: mistake.text) }
        #expect(error?.line == mistake.line, "\(mistake.text.prefix(60))")
        #expect(error?.reason.contains(mistake.part) == true, "\(error?.reason ?? "")")
    }

    @Test func `bytes that are no text are told with their line`() {
        let error = #expect(throws: FormatError.self) { try Declaration(bytes: Array("a\nb\n".utf8) + [0xFF, 0x0A]) }
        #expect(error?.line == 3)
        let long = [UInt8](repeating: 0xFF, count: Declaration.mostBytes + 1)
        #expect(throws: FormatError.self) { try Declaration(bytes: long) }
    }

    @Test(arguments: 0..<40)
    func `no edit of a valid file breaks the reader`(seed: UInt64) {
        var chance = SplitMix(seed: seed)
        let pieces = [
            "[", "]", "{", "}", "\"", "'", "\"\"\"", "\\", "=", ".", ",", "\n", "\r", "#", "\u{0}", "é", "9", "_", "-",
        ]
        for _ in 0..<200 {
            var letters = Array(Self.whole.unicodeScalars)
            for _ in 0..<Int.random(in: 1...6, using: &chance) {
                let place = Int.random(in: 0..<letters.count, using: &chance)
                switch Int.random(in: 0..<4, using: &chance) {
                case 0: letters.remove(at: place)
                case 1:
                    letters.insert(
                        contentsOf: pieces.randomElement(using: &chance)?.unicodeScalars.map(\.self) ?? [],
                        at: place
                    )
                case 2: letters.swapAt(place, Int.random(in: 0..<letters.count, using: &chance))
                default: letters.removeSubrange(place..<min(letters.count, place + 30))
                }
            }
            var text = String.UnicodeScalarView()
            text.append(contentsOf: letters)
            do {
                let read = try Declaration(text: String(text))
                #expect(read.rules.rules.count <= 4)
            } catch {
                #expect(error.reason.hasSuffix(".") || error.reason.hasSuffix("?"), "\(error.reason)")
                #expect(error.line.map { $0 <= letters.count + 1 } == true)
            }
        }
    }
}

/// A small generator of chance with a seed.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
