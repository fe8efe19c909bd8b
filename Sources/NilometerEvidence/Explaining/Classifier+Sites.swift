import NilometerCore

extension Classifier {
    /// The judgement of one site by the compiler's reasons; nil where they tell no kind.
    func judgement(of site: DiagnosedSite, isNew: Bool, _ growth: Growth, _ line: String) -> Judgement? {
        let sure = isNew ? 0.9 : 0.6
        let expression = site.expression
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
        if isVariadic(site), !expression.hasPrefix("&"), reasons.contains("spill") {
            return Judgement(.variadicBoxing, sure, site)
        }
        if isBoxed(site, reasons) {
            return Judgement(isVariadic(site) ? .variadicBoxing : .interfaceBoxing, sure, site)
        }
        if let found = dynamic(site, sure) { return found }
        if reasons.contains("return"), reasons.contains("address-of") || reasons.contains("spill") {
            return returned(site, sure)
        }
        if let function = site.function, comparison.lost[function] != nil, site.flow.last?.destination != "{heap}" {
            return returned(site, sure)
        }
        if site.kind == .movedToHeap || reasons.contains("address-of") { return Judgement(.returnPointer, 0.5, site) }
        return nil
    }

    /// The judgement by the text of the line, where the compiler tells nothing of it.
    func byText(_ growth: Growth, _ line: String, _ sites: [(site: DiagnosedSite, isNew: Bool)]) -> Judgement? {
        let place = growth.site.place
        let stays = comparison.stackSites(at: place).map(\.expression)
        let isMap = { (text: String) in text.hasPrefix("make(map") || text.hasPrefix("map[") }
        if let leaf = growth.site.leaf {
            if leaf.hasPrefix("maps.") || leaf.contains("maps.clone") { return Judgement(.mapInFunction, 0.7) }
            if leaf.hasPrefix("bytes.(*Buffer)") || leaf.hasPrefix("bytes.growSlice") {
                return Judgement(.largeTemporaryBuffer, 0.55)
            }
        }
        if stays.contains(where: isMap) || line.contains("make(map[") { return map(at: place, growth, made: place) }
        if line.contains("append(") || stays.contains(where: { $0.hasPrefix("append") }) {
            return Judgement(.sliceNoCapacity, comparison.map.isAdded(place) ? 0.8 : 0.7)
        }
        if stays.contains(where: { $0.hasPrefix("make([]") }) || line.contains("make([]") {
            return Judgement(.largeTemporaryBuffer, 0.6)
        }
        if stays.contains(where: Self.isConversion) { return Judgement(.stringBytesConversion, 0.75) }
        if stays.contains(where: Self.isConcatenation) { return Judgement(.stringConcatenation, 0.75) }
        if Self.assignsToElement(line) || growth.site.leaf == nil && sites.isEmpty && line.isEmpty {
            if let made = nearestMap(before: place) { return map(at: place, growth, made: made) }
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
            for callee in comparison.callees(at: edge) {
                let leak = comparison.newLeaks.first {
                    callee.isFunction($0.function ?? "", package: $0.package)
                        && (site.kind == .movedToHeap || comparison.wasKept($0))
                }
                guard let leak else { continue }
                let cause = leak.flow.flatMap(\.edges).first?.place ?? leak.place
                let because = "\(leak.function ?? callee.name) now keeps its parameter \(leak.parameter)"
                return Judgement(.calleeLeaksParameter, 0.9, site, cause: cause, because: because)
            }
        }
        return nil
    }

    private func isBoxed(_ site: DiagnosedSite, _ reasons: Set<String>) -> Bool {
        // A pointer is put into an interface as it is.
        guard site.kind == .escapes, !site.expression.hasPrefix("&") else { return false }
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

    /// A call whose callee is not known when compiling: the argument goes straight to the heap.
    private func dynamic(_ site: DiagnosedSite, _ sure: Double) -> Judgement? {
        guard site.flow.last?.destination == "{heap}", let edge = site.edges.last, edge.reason == "call parameter",
            let callee = GoCallee(call: edge.expression),
            !callee.isStatic(packages: comparison.packages, functions: comparison.functions)
        else { return nil }
        let because = "which function \(callee.name) is, is not known when compiling"
        return Judgement(.dynamicCall, sure - 0.05, site, cause: edge.place, because: because)
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

    /// A map that is filled: a new one for each call, or one that was there and now grows.
    private func map(at place: SourcePlace, _ growth: Growth, made: SourcePlace) -> Judgement {
        let line = SourcePlace(file: made.file, line: made.line)
        guard comparison.map.isAdded(line) else { return Judgement(.mapGrowth, 0.6, cause: nil) }
        // A size that was given and is not any more, or is another; a map that was made without one may have been kept.
        let wasMap = comparison.map.removedTexts(at: line).contains { text in
            text.firstRange(of: "make(map[").map { text[$0.upperBound...].contains(", ") } ?? false
        }
        if wasMap { return Judgement(.mapGrowth, 0.7, cause: line, because: "the map is made with another size here") }
        return Judgement(.mapInFunction, 0.7, cause: line, because: "a map is made for each call here")
    }

    /// The nearest map above in the same function, a changed one before others.
    private func nearestMap(before place: SourcePlace) -> SourcePlace? {
        let start =
            comparison.after.inlining.filter { $0.place.file == place.file && $0.place.line <= place.line }
            .map(\.place.line).max() ?? 1
        let maps = comparison.after.sites.filter {
            $0.place.file == place.file && $0.place.line <= place.line && $0.place.line >= start
                && ($0.expression.hasPrefix("make(map") || $0.expression.hasPrefix("map["))
        }.map { SourcePlace(file: $0.place.file, line: $0.place.line) }
        let nearest = { (places: [SourcePlace]) in places.max { $0.line < $1.line } }
        return nearest(maps.filter { comparison.map.isAdded($0) }) ?? nearest(maps)
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
