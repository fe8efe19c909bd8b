import NilometerCore

/// Which sites of a later commit were there before.
///
/// First by file, mapped line, expression and kind, as a multiset; then by file, function, expression and kind.
struct SiteMatching {
    /// Of each later site, whether it is new.
    let isNew: [Bool]

    init(before: Diagnostics, after: Diagnostics, map: LineMap) {
        // Without reasons every appending is printed as `append`.
        let isShort = !before.sites.contains { !$0.flow.isEmpty } || !after.sites.contains { !$0.flow.isEmpty }
        var loose: [String: [Int]] = [:]
        var left: [Bool] = []
        var exactUse: [String: [Int]] = [:]
        for (index, site) in before.sites.enumerated() {
            left.append(true)
            let kind = Self.key(site, isShort)
            if case .kept(let place) = map.fate(of: site.place), map.isKnown {
                exactUse["\(place.file):\(place.line)|\(kind)", default: []].append(index)
            }
            loose["\(map.path(of: site.place.file))|\(site.function ?? "")|\(kind)", default: []].append(index)
        }
        var isNew = [Bool](repeating: true, count: after.sites.count)
        for (index, site) in after.sites.enumerated() {
            let key = "\(site.place.file):\(site.place.line)|\(Self.key(site, isShort))"
            guard let old = exactUse[key]?.popLast() else { continue }
            left[old] = false
            isNew[index] = false
        }
        for (index, site) in after.sites.enumerated() where isNew[index] {
            let key = "\(site.place.file)|\(site.function ?? "")|\(Self.key(site, isShort))"
            guard let old = loose[key]?.firstIndex(where: { left[$0] }), let found = loose[key]?.remove(at: old) else {
                continue
            }
            left[found] = false
            isNew[index] = false
        }
        self.isNew = isNew
    }

    private static func key(_ site: DiagnosedSite, _ isShort: Bool) -> String {
        let expression = isShort && site.expression.hasPrefix("append(") ? "append" : site.expression
        return "\(site.isHeap ? "heap" : "stack")|\(expression)"
    }
}
