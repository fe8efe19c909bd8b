import NilometerCore

extension Classifier {
    /// The judgement of one site by the compiler's reasons; nil where they tell no kind.
    func judgement(of site: DiagnosedSite, isNew: Bool, _ growth: Growth, _ line: String) -> Judgement? {
        let sure = isNew ? 0.9 : 0.6
        let expression = site.expression
        if let found = Self.swiftJudgement(of: site, sure) { return found }
        if let found = leaking(site) { return found }
        let reasons = Set(site.edges.map(\.reason))
        if expression.hasPrefix("func literal") || expression.hasPrefix("func(")
            || reasons.contains("captured by a closure")
        {
            return Judgement(.closureCapture, sure, site)
        }
        if expression.hasPrefix("make(map") || expression.hasPrefix("map[") {
            return Judgement(growth.isSameLine && !isNew ? .mapGrowth : .mapInFunction, sure, site)
        }
        if Self.isConversion(expression) { return Judgement(.stringBytesConversion, sure, site) }
        if Self.isConcatenation(expression), !reasons.contains("interface-converted") {
            return Judgement(.stringConcatenation, sure, site)
        }
        if expression.hasPrefix("append") {
            return Judgement(.sliceNoCapacity, growth.objects >= 0 ? 0.85 : 0.6, site, cause: nil)
        }
        if expression == "... argument" { return Judgement(.variadicBoxing, sure, site) }
        if isBoxed(site, reasons) {
            return Judgement(isVariadic(site) ? .variadicBoxing : .interfaceBoxing, sure, site)
        }
        if let found = dynamic(site, sure) { return found }
        if reasons.contains("return"), reasons.contains("address-of") || reasons.contains("spill") {
            return returned(site, sure)
        }
        if site.kind == .movedToHeap || reasons.contains("address-of") { return Judgement(.returnPointer, 0.5, site) }
        return nil
    }

    /// The judgement by the text of the line, where the compiler tells nothing of it.
    func byText(_ growth: Growth, _ line: String, _ sites: [(site: DiagnosedSite, isNew: Bool)]) -> Judgement? {
        let place = growth.site.place
        let stays = comparison.stackSites(at: place)
        let isMap = { (text: String) in text.hasPrefix("make(map") || text.hasPrefix("map[") }
        if stays.contains(where: { isMap($0.expression) }) || line.contains("make(map[") {
            return Judgement(growth.isSameLine ? .mapGrowth : .mapInFunction, 0.7)
        }
        if line.contains("append(") { return Judgement(.sliceNoCapacity, comparison.map.isAdded(place) ? 0.8 : 0.7) }
        if Self.assignsToElement(line) || growth.site.leaf == nil && sites.isEmpty && line.isEmpty {
            if let made = nearestMap(before: place) {
                return Judgement(.mapInFunction, 0.7, cause: made, because: "a map is made for each call here")
            }
            if Self.assignsToElement(line) { return Judgement(.mapGrowth, 0.6) }
        }
        if Self.isConversion(line) || line.contains("string(") || line.contains("[]byte(") {
            return Judgement(.stringBytesConversion, 0.6)
        }
        if line.contains("+=") && line.contains("\"") || line.contains("\" +") || line.contains("+ \"") {
            return Judgement(.stringConcatenation, 0.6)
        }
        return nil
    }

    private func leaking(_ site: DiagnosedSite) -> Judgement? {
        for edge in site.edges {
            let calls = comparison.after.inlinedCalls.filter {
                $0.place.file == edge.place.file && $0.place.line == edge.place.line
                    && $0.place.column == edge.place.column
            }
            var names = calls.map(\.callee)
            if edge.reason == "call parameter", let open = edge.expression.firstIndex(of: "(") {
                names.append(String(edge.expression[..<open]))
            }
            for name in names {
                guard
                    let leak = comparison.newLeaks.first(where: {
                        Self.isCall(name, of: $0) && (site.kind == .movedToHeap || comparison.wasKept($0))
                    })
                else { continue }
                let cause = leak.flow.flatMap(\.edges).first?.place ?? leak.place
                let because = "\(leak.function ?? name) now keeps its parameter \(leak.parameter)"
                return Judgement(.calleeLeaksParameter, 0.9, site, cause: cause, because: because)
            }
        }
        return nil
    }

    /// Whether a call as written, `trace.Record` or `r.Push`, may be of the function with the leaking parameter.
    private static func isCall(_ name: String, of leak: LeakingParameter) -> Bool {
        guard let function = leak.function else { return false }
        let plain = name.split(separator: "[").first.map(String.init) ?? name
        return plain.split(separator: ".").last == function.split(separator: ".").last
    }

    private func isBoxed(_ site: DiagnosedSite, _ reasons: Set<String>) -> Bool {
        if reasons.contains("interface-converted") { return true }
        guard site.kind == .escapes,
            site.edges.contains(where: { $0.reason == "spill" && $0.expression == site.expression })
        else { return false }
        let text = site.expression
        let made = ["make(", "new(", "append(", "&", "func", "[]", "map[", "...", "string("]
        return !made.contains { text.hasPrefix($0) } && !text.contains("{...}")
    }

    private func isVariadic(_ site: DiagnosedSite) -> Bool {
        site.flow.contains { $0.destination.contains("... argument") || $0.source.contains("... argument") }
            || site.edges.contains { $0.reason == "slice-literal-element" }
    }

    /// A call whose callee is not known: the argument goes straight to the heap, and no function of this name leaks.
    private func dynamic(_ site: DiagnosedSite, _ sure: Double) -> Judgement? {
        guard site.flow.last?.destination == "{heap}", let edge = site.edges.last, edge.reason == "call parameter",
            let open = edge.expression.firstIndex(of: "(")
        else { return nil }
        let name = edge.expression[..<open].split(separator: ".").last.map(String.init) ?? ""
        let isStatic = comparison.after.leaks.contains {
            $0.function?.split(separator: ".").last.map(String.init) == name
        }
        return isStatic
            ? nil
            : Judgement(
                .dynamicCall,
                sure - 0.1,
                site,
                cause: edge.place,
                because: "the callee of \(edge.expression) is not known when compiling"
            )
    }

    private func returned(_ site: DiagnosedSite, _ sure: Double) -> Judgement {
        if let function = site.function, let decision = comparison.lost[function] {
            let because = "\(function) is no longer inlined: \(decision.reason ?? "the compiler gives no reason")"
            return Judgement(.inliningLost, 0.9, site, cause: decision.place, because: because)
        }
        let edge = site.edges.first { $0.reason == "return" }
        return Judgement(
            .returnPointer,
            sure,
            site,
            cause: edge?.place,
            because: edge.map { "it is returned: \($0.expression)" }
        )
    }

    private func nearestMap(before place: SourcePlace) -> SourcePlace? {
        comparison.after.sites
            .filter {
                $0.place.file == place.file && $0.place.line <= place.line
                    && ($0.expression.hasPrefix("make(map") || $0.expression.hasPrefix("map["))
                    && comparison.map.isAdded(SourcePlace(file: $0.place.file, line: $0.place.line))
            }
            .max { $0.place.line < $1.place.line }?.place
    }

    static func isConversion(_ text: String) -> Bool {
        ["string(", "[]byte(", "([]byte)(", "[]rune(", "([]rune)("].contains { text.hasPrefix($0) }
    }

    static func isConcatenation(_ text: String) -> Bool { text.contains(" + ") && text.contains("\"") }

    static func assignsToElement(_ line: String) -> Bool {
        guard let bracket = line.firstIndex(of: "["), let end = line[bracket...].firstIndex(of: "]") else {
            return false
        }
        let rest = line[line.index(after: end)...].drop { $0 == " " }
        return rest.hasPrefix("= ") || rest.hasPrefix("+=") || rest.hasPrefix("++") || rest.hasPrefix("-=")
    }
}
