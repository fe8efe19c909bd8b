import NilometerCore

/// Reads the events of `go test -json`: joins the output of each package, and reads it as benchmark text.
struct GoTestEvents {
    private struct Event {
        var action = ""
        var package = ""
        var test = ""
        var output: [UInt8] = []
    }

    /// The output of one package, in order, and the event's line at which each of its lines begins.
    private struct Package {
        var bytes: [UInt8] = []
        var lines: [Int] = []
        var isAtLineStart = true
        var failed: [(test: String?, reason: String)] = []
        var panicked: String?
    }

    private var order: [String] = []
    private var packages: [String: Package] = [:]
    private var builds: [String: String] = [:]
    private var warnings: [Warning] = []
    private var strangers: (count: Int, first: Int) = (0, 0)
    private var doubled: (count: Int, first: Int) = (0, 0)

    /// Whether the first lines hold an event.
    static func areIn(_ bytes: [UInt8]) -> Bool {
        var lines = Lines(bytes)
        var tries = 0
        while tries < 200, let line = lines.next() {
            guard line.first.map({ bytes[$0] }) == UInt8(ascii: "{") else { continue }
            tries += 1
            var reader = JSONReader(Array(bytes[line]))
            if (try? Self.event(&reader)).map({ !$0.action.isEmpty }) == true { return true }
        }
        return false
    }

    /// The report of all packages.
    static func report(from bytes: [UInt8], format: String) -> Report {
        var events = GoTestEvents()
        var lines = Lines(bytes)
        while let line = lines.next() { events.read(bytes, line, lines.number) }
        return events.finish(format)
    }

    private mutating func read(_ bytes: [UInt8], _ line: Range<Int>, _ number: Int) {
        guard let start = bytes[line].firstIndex(where: { $0 != 0x20 && $0 != 0x09 }) else { return }
        guard bytes[start] == UInt8(ascii: "{") else {
            strangers = (strangers.count + 1, strangers.count == 0 ? number : strangers.first)
            return
        }
        var reader = JSONReader(Array(bytes[start..<line.upperBound]))
        let event: Event
        do {
            event = try Self.event(&reader)
        } catch {
            warnings.append(
                Warning("bad-line", "The line is not a whole event of go test -json: \(error.phrase).", line: number)
            )
            return
        }
        if !reader.doubledKeys.isEmpty {
            doubled = (doubled.count + 1, doubled.count == 0 ? number : doubled.first)
        }
        take(event, number)
    }

    private static func event(_ reader: inout JSONReader) throws(JSONError) -> Event {
        var event = Event()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard try reader.kind() == .string else {
                try reader.skip()
                continue
            }
            switch key {
            case "Action": event.action = try reader.string()
            case "Package": event.package = try reader.string()
            case "ImportPath":
                if event.package.isEmpty { event.package = try reader.string() } else { try reader.skip() }
            case "Test": event.test = try reader.string()
            case "Output": event.output = try reader.stringBytes()
            default: try reader.skip()
            }
        }
        return event
    }

    private mutating func take(_ event: Event, _ number: Int) {
        // `pkg [pkg.test]` is the package with its tests.
        let name = String(event.package.prefix { $0 != " " })
        switch event.action {
        case "build-output":
            let text = String(decoding: event.output, as: UTF8.self).trimming("\n")
            if builds[name] == nil, !text.hasPrefix("#") { builds[name] = text }
        case "output": append(event, to: name, number)
        case "fail", "build-fail":
            note(name)
            let isBenchmark = event.test.hasPrefix("Benchmark")
            let built = builds[name].map { "the package did not build: \($0.prefix(200))" }
            let reason = built ?? (isBenchmark ? "the benchmark failed" : "the package failed")
            if isBenchmark || event.test.isEmpty {
                packages[name]?.failed.append((isBenchmark ? event.test : nil, reason))
            }
        default: return
        }
    }

    private mutating func note(_ package: String) {
        guard packages[package] == nil else { return }
        packages[package] = Package()
        order.append(package)
    }

    private mutating func append(_ event: Event, to name: String, _ number: Int) {
        note(name)
        if event.test.hasPrefix("Benchmark"), event.output.starts(with: "panic: ".utf8) {
            packages[name]?.failed.append(
                (event.test, String(decoding: event.output.prefix(200), as: UTF8.self).trimming("\n"))
            )
        }
        var package = packages[name] ?? Package()
        packages[name] = nil
        for byte in event.output {
            if package.isAtLineStart { package.lines.append(number) }
            package.isAtLineStart = byte == 0x0A
            package.bytes.append(byte)
        }
        packages[name] = package
    }

    private mutating func finish(_ format: String) -> Report {
        var text = GoBenchText()
        for name in order {
            guard let package = packages[name] else { continue }
            text.begin(package: name)
            for failure in package.failed where failure.test == nil { text.fail(nil, reason: failure.reason) }
            var lines = Lines(package.bytes)
            while let line = lines.next() {
                let number = lines.number <= package.lines.count ? package.lines[lines.number - 1] : 1
                text.read(package.bytes, line, number: number)
            }
            for failure in package.failed where failure.test != nil { text.fail(failure.test, reason: failure.reason) }
        }
        text.end()
        if strangers.count > 0 {
            let sentence = "\(strangers.count) lines are no events of go test -json and were passed over."
            warnings.append(Warning("bad-line", sentence, line: strangers.first))
        }
        if doubled.count > 0 {
            let sentence = "\(doubled.count) events have a key twice; the last value counts."
            warnings.append(Warning("doubled-key", sentence, line: doubled.first))
        }
        var report = GoBenchResults.report(of: text, format: format)
        report.warnings = warnings + report.warnings
        return report
    }
}
