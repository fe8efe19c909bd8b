import NilometerCore

/// Names the kind of cause of one line's growth: the first rule that fits.
///
/// Source: the order of the rules follows what is surest, from the profile's own facts over the compiler's reasons to
/// the text of the line.
struct Classifier {
    let comparison: SideComparison
    /// The text of a line of the later commit, as far as it is known.
    let text: (SourcePlace) -> String?

    /// The judgement of a line that allocates more.
    func judgement(of growth: Growth) -> Judgement {
        let place = growth.site.place
        let sites = candidates(growth)
        let line = text(place) ?? ""
        if growth.isSameLine, growth.isLarger,
            !sites.contains(where: { $0.isNew && has($0.site, "too large for stack") })
        {
            return Judgement(.objectGrew, 0.9, sites.first?.site)
        }
        if let found = formatting(growth, sites) { return found }
        if let found = large(growth, sites) { return found }
        if let found = wrapper(growth, sites) { return found }
        for side in [sites.filter(\.isNew), sites.filter { !$0.isNew }] {
            let found = side.compactMap { judgement(of: $0.site, isNew: $0.isNew, growth, line) }
            if let first = found.enumerated().min(by: {
                (Self.rank($0.element), $0.offset) < (Self.rank($1.element), $1.offset)
            }) {
                return first.element
            }
        }
        return byText(growth, line, sites) ?? Judgement(.unknown, 0.2, sites.first?.site)
    }

    /// The judgement of a new site that no profile speaks of.
    func judgement(of site: DiagnosedSite) -> Judgement {
        let weight = SiteWeight(place: site.place, function: site.function ?? "", package: site.package ?? "")
        let growth = Growth(
            site: weight,
            objectsBefore: 0,
            objectsAfter: 0,
            bytesBefore: 0,
            bytesAfter: 0,
            isSameLine: false
        )
        if has(site, "too large for stack") { return Judgement(.largeTemporaryBuffer, 0.9, site) }
        if site.edges.contains(where: { Self.isFormatting($0.expression) }) { return Judgement(.fmtSprintf, 0.9, site) }
        return judgement(of: site, isNew: true, growth, text(site.place) ?? "") ?? Judgement(.unknown, 0.2, site)
    }

    /// Sites of the line, or of the call that it was inlined into.
    private func candidates(_ growth: Growth) -> [(site: DiagnosedSite, isNew: Bool)] {
        let own = comparison.heapSites(at: growth.site.place)
        if !own.isEmpty { return own }
        for place in growth.site.outer {
            let outer = comparison.heapSites(at: place)
            if !outer.isEmpty { return outer }
        }
        return []
    }

    private func formatting(_ growth: Growth, _ sites: [(site: DiagnosedSite, isNew: Bool)]) -> Judgement? {
        let found = sites.first { $0.site.edges.contains { Self.isFormatting($0.expression) } }
        if growth.site.leaf?.hasPrefix("fmt.") == true {
            return Judgement(.fmtSprintf, 0.9, found?.site ?? sites.first?.site)
        }
        return found.map { Judgement(.fmtSprintf, $0.isNew ? 0.85 : 0.6, $0.site) }
    }

    private func large(_ growth: Growth, _ sites: [(site: DiagnosedSite, isNew: Bool)]) -> Judgement? {
        if let found = sites.first(where: { has($0.site, "too large for stack") }) {
            return Judgement(.largeTemporaryBuffer, found.isNew ? 0.9 : 0.7, found.site)
        }
        guard growth.objects > 0, growth.bytes / growth.objects >= 4096, let leaf = growth.site.leaf,
            leaf.hasPrefix("bufio.") || leaf.hasPrefix("io.") || leaf.hasPrefix("bytes.")
        else { return nil }
        return Judgement(.largeTemporaryBuffer, 0.7, sites.first?.site)
    }

    private func wrapper(_ growth: Growth, _ sites: [(site: DiagnosedSite, isNew: Bool)]) -> Judgement? {
        let isWrapped = growth.site.function.contains(".deferwrap") || growth.site.function.hasSuffix("-fm")
        if isWrapped { return Judgement(.methodValue, 0.8, sites.first?.site) }
        for (site, isNew) in sites where !has(site, "interface-converted") {
            let parts = site.expression.split(separator: ".")
            guard site.kind == .escapes, parts.count >= 2, !site.expression.contains("("), let name = parts.last,
                comparison.methods.contains(String(name))
            else { continue }
            return Judgement(.methodValue, isNew ? 0.85 : 0.6, site)
        }
        return nil
    }

    /// Which of several kinds on one line is told: what makes an object of its own before what merely lets one escape, and
    /// appending last, because any text of the line may stand within it.
    private static func rank(_ judgement: Judgement) -> Int {
        switch judgement.pattern {
        case .closureCapture, .methodValue: 0
        case .mapInFunction, .mapGrowth, .stringBytesConversion, .stringConcatenation: 1
        case .sliceNoCapacity: 4
        case .returnPointer where judgement.confidence < 0.6: 3
        default: 2
        }
    }

    func has(_ site: DiagnosedSite, _ reason: String) -> Bool { site.edges.contains { $0.reason.hasPrefix(reason) } }

    static func isFormatting(_ expression: String) -> Bool {
        guard let start = expression.firstRange(of: "fmt.") else { return false }
        return ["Sprint", "Fprint", "Append", "Print", "Errorf"].contains {
            expression[start.upperBound...].hasPrefix($0)
        }
    }
}
