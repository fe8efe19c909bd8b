import NilometerCore

/// Reads what `go build -gcflags=-m`, or `'-m -m'`, prints, line by line.
struct GoEscapeReader {
    /// What the next indented lines belong to.
    private enum Block {
        case site(Int)
        case leak(Int)
        case none
    }

    private var diagnostics = Diagnostics()
    /// One-line messages, which repeat the heads of blocks where reasons were asked for.
    private var short: [DiagnosedSite] = []
    private var shortLeaks: [LeakingParameter] = []
    private var package: String?
    private var block = Block.none
    /// How many lines were understood.
    private(set) var count = 0

    /// Takes the next line.
    mutating func take(_ line: Substring) {
        if line.hasPrefix("# ") {
            // A package with its tests is `# pkg [pkg.test]`.
            package = line.dropFirst(2).split(separator: " ").first.map(String.init)
            block = .none
            return
        }
        guard let position = GoPosition(line) else { return }
        if position.message.hasPrefix("  ") {
            takeReason(position)
            return
        }
        block = .none
        guard GoPosition.isOwn(position.place.file) else { return }
        takeMessage(position)
    }

    /// All that was said: blocks, and one-line messages that have no block.
    func finished() -> Diagnostics {
        var found = diagnostics
        var blocks: [SourcePlace: [Int]] = [:]
        for (index, site) in found.sites.enumerated() { blocks[site.place, default: []].append(index) }
        for site in short {
            let same = (blocks[site.place] ?? []).filter { Self.isSame(found.sites[$0].expression, site.expression) }
            if same.isEmpty {
                found.sites.append(site)
            } else if site.kind == .movedToHeap {
                for index in same { found.sites[index].kind = .movedToHeap }
            }
        }
        let known = Set(found.leaks.map { "\($0.place.file):\($0.place.line) \($0.parameter)" })
        found.leaks += shortLeaks.filter { !known.contains("\($0.place.file):\($0.place.line) \($0.parameter)") }
        return found
    }

    /// Whether a short message is of a block: short ones print `append` for every appending.
    private static func isSame(_ block: String, _ short: String) -> Bool {
        block == short || short == "append" && block.hasPrefix("append(")
            || short == "func literal" && block.hasPrefix("func")
    }

    private mutating func takeReason(_ position: GoPosition) {
        let text = position.message.drop { $0 == " " }
        switch block {
        case .none: return
        case .site(let index): Self.add(text, position.place, to: &diagnostics.sites[index].flow)
        case .leak(let index): Self.add(text, position.place, to: &diagnostics.leaks[index].flow)
        }
        count += 1
    }

    private static func add(_ text: Substring, _ place: SourcePlace, to flow: inout [FlowStep]) {
        if let step = GoFlow.step(text) {
            flow.append(step)
        } else if let edge = GoFlow.edge(text, at: place), !flow.isEmpty {
            flow[flow.count - 1].edges.append(edge)
        }
    }

    private mutating func takeMessage(_ position: GoPosition) {
        let text = position.message
        if let site = GoMessage.site(text) {
            take(site, at: position.place)
        } else if let leak = GoMessage.leak(text) {
            let found = LeakingParameter(
                place: position.place,
                package: package,
                function: leak.function,
                parameter: leak.parameter,
                destination: leak.destination,
                isContent: leak.isContent
            )
            if leak.function != nil {
                diagnostics.leaks.append(found)
                block = .leak(diagnostics.leaks.count - 1)
            } else {
                shortLeaks.append(found)
            }
        } else if let decision = GoMessage.inlining(text, place: position.place, package: package) {
            diagnostics.inlining.append(decision)
        } else if text.hasPrefix("inlining call to ") {
            let callee = String(text.dropFirst(17))
            diagnostics.inlinedCalls.append(InlinedCall(place: position.place, callee: callee, package: package))
        } else {
            return
        }
        count += 1
    }

    private mutating func take(_ site: GoMessage.Site, at place: SourcePlace) {
        let found = DiagnosedSite(
            place: place,
            kind: site.kind,
            expression: GoFlow.squeezed(site.expression),
            function: site.function.map(String.init),
            package: package
        )
        if site.function != nil {
            diagnostics.sites.append(found)
            block = .site(diagnostics.sites.count - 1)
        } else {
            short.append(found)
        }
    }
}
