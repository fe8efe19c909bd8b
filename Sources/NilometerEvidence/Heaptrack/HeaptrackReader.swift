import NilometerCore

/// Reads the section of allocation calls of `heaptrack_print`, line by line.
struct HeaptrackReader {
    static let heading = "MOST CALLS TO ALLOCATION FUNCTIONS"
    private static let mostFrames = 1_000_000
    private static let mostDepth = 100_000

    /// Where the next line belongs.
    private enum Part {
        case before, site, calls, after
    }

    private var part = Part.before
    private var builder = StackProfileBuilder(
        measures: [StackMeasure(name: "allocations", unit: "count", quantity: .objects)],
        samplingPeriod: 1
    )
    /// The frames of the site, innermost first, and how many calls of it no stack has explained yet.
    private var site: [StackFrame] = []
    private var rest = 0.0
    /// The calls that led to it, innermost first, and how often.
    private var callers: [StackFrame] = []
    private var count = 0.0
    private var sum = 0.0
    private var total: Double?
    private var frames = 0
    private var hasSites = false

    /// Takes the next line.
    mutating func take(_ line: Substring) throws(FormatError) {
        switch part {
        case .before: if line == Self.heading { part = .site }
        case .after: takeSummary(line)
        case .site, .calls: try takeSite(line)
        }
    }

    /// The profile and what is doubtful.
    func finished(_ name: String) throws(FormatError) -> (StackProfile, [Warning]) {
        guard part == .after, let total, hasSites || total == 0 else {
            throw FormatError(
                reason: "“\(name)” is not the whole text of heaptrack_print: it has no allocation calls or no summary."
            )
        }
        var warnings: [Warning] = []
        if sum < total {
            let words =
                "\(Int(total - sum)) of \(Int(total)) allocations are of sites that were not printed"
            warnings.append(Warning("missing-sites", words + "; ask heaptrack_print for more with -n."))
        }
        if builder.isCut {
            warnings.append(Warning("deep-stacks", "Stacks deeper than 4096 calls were cut, or calls left out."))
        }
        return (builder.finished(), warnings)
    }

    private mutating func takeSite(_ line: Substring) throws(FormatError) {
        if let number = Self.number(line, before: " calls to allocation functions with ") {
            endSite()
            part = .site
            rest = number
            sum += number
            hasSites = true
        } else if line.hasPrefix("PEAK MEMORY CONSUMERS") || line.hasPrefix("MOST TEMPORARY ALLOCATIONS")
            || line.hasPrefix("total runtime: ")
        {
            endSite()
            part = .after
        } else if !line.hasPrefix(" "), let number = Self.number(line, before: " calls with ") {
            endCalls()
            part = .calls
            count = number
        } else {
            try takeFrame(line)
        }
    }

    private mutating func takeFrame(_ line: Substring) throws(FormatError) {
        let text = line.drop { $0 == " " }
        let indent = line.utf8.count - text.utf8.count
        let outer = part == .calls ? 4 : 0
        guard !text.isEmpty, hasSites else { return }
        if indent == outer {
            frames += 1
            guard frames <= Self.mostFrames, site.count < Self.mostDepth, callers.count < Self.mostDepth else {
                throw FormatError(
                    reason: "The text of heaptrack_print has too many frames; ask for fewer sites with -n."
                )
            }
            let frame = StackFrame(function: String(text))
            if part == .calls { callers.append(frame) } else { site.append(frame) }
        } else if indent == outer + 2, text.hasPrefix("at "), let (file, number) = FrameText.place(text.dropFirst(3)) {
            if part == .calls {
                Self.set(&callers, file, number)
            } else {
                Self.set(&site, file, number)
            }
        }
    }

    private static func set(_ frames: inout [StackFrame], _ file: Substring, _ line: Int) {
        guard !frames.isEmpty else { return }
        frames[frames.count - 1].file = file.hasPrefix("./") ? String(file.dropFirst(2)) : String(file)
        frames[frames.count - 1].line = line
    }

    private mutating func endCalls() {
        guard part == .calls else { return }
        let known = min(count, rest)
        if known > 0 { builder.add(stack: site + callers, values: [known]) }
        rest -= known
        callers = []
        count = 0
    }

    private mutating func endSite() {
        endCalls()
        if rest > 0 { builder.add(stack: site, values: [rest]) }
        site = []
        rest = 0
    }

    private mutating func takeSummary(_ line: Substring) {
        let words = "calls to allocation functions: "
        guard line.hasPrefix(words) else { return }
        total = Self.number(line.dropFirst(words.count), before: " (")
    }

    /// The whole number, of at most 15 digits, that a line begins with, where these words follow it.
    private static func number(_ line: Substring, before words: String) -> Double? {
        let digits = line.prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty, digits.utf8.count < 16, line[digits.endIndex...].hasPrefix(words) else { return nil }
        return Double(digits)
    }
}
