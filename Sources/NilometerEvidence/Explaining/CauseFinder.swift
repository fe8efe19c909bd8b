import NilometerCore

/// Finds the changed line that lies on an explanation's chain.
struct CauseFinder {
    let comparison: SideComparison
    let map: LineMap

    /// The place that the judgement names, else the site where it is new, else the nearest changed line of the chain, of
    /// the declaration or of the function; nil where nothing on the chain was changed.
    func cause(of judgement: Judgement, at place: SourcePlace, _ site: DiagnosedSite?) -> SourcePlace? {
        if let cause = judgement.cause, isSurely(judgement.pattern) || map.isAdded(Self.line(cause)) {
            return Self.line(cause)
        }
        guard map.isKnown else { return nil }
        if map.isAdded(Self.line(place)) {
            return declaration(of: site, near: place, judgement.pattern) ?? Self.line(place)
        }
        let chain = (site?.edges ?? []).map(\.place) + [site?.place].compactMap(\.self)
        if let found = chain.map(Self.line).first(where: { map.isAdded($0) }) { return found }
        if let found = site.flatMap({ comparison.changedCallees(of: $0).first }) { return found }
        return judgement.pattern == .objectGrew ? changedField(near: place) : nearest(to: place)
    }

    /// The changed line of a type, by its looks: a name and a type, and nothing that only code has; in the same file
    /// where there is one, else in the same folder.
    private func changedField(near place: SourcePlace) -> SourcePlace? {
        let folder = place.file.split(separator: "/").dropLast()
        let files = map.addedFiles.filter { $0.split(separator: "/").dropLast() == folder && $0.hasSuffix(".go") }
        for file in [place.file] + files.sorted().filter({ $0 != place.file }) {
            // A field that was only aligned again is not what was changed.
            let lines = map.addedLines(of: file).filter { number, text in
                let place = SourcePlace(file: file, line: number)
                return Self.isField(text) && !map.removedTexts(at: place).map(Self.words).contains(Self.words(text))
            }
            if let first = lines.keys.min() { return SourcePlace(file: file, line: first) }
        }
        return nil
    }

    private static func words(_ line: String) -> [Substring] { line.split(whereSeparator: \.isWhitespace) }

    private static func isField(_ line: String) -> Bool {
        guard line.first == "\t" || line.first == " ", !line.contains("("), !line.contains("="), !line.contains("{")
        else {
            return false
        }
        let words = line.split(whereSeparator: \.isWhitespace).prefix { !$0.hasPrefix("//") }
        let keywords: Set<Substring> = [
            "return", "break", "continue", "goto", "defer", "go", "case", "var", "import", "package",
        ]
        return (1...6).contains(words.count) && !keywords.contains(words[0]) && words[0].first?.isLetter == true
    }

    private func isSurely(_ pattern: AllocationPattern) -> Bool {
        pattern == .inliningLost || pattern == .calleeLeaksParameter
    }

    /// The declaration of the slice that is appended to, where that is what was changed.
    private func declaration(
        of site: DiagnosedSite?,
        near place: SourcePlace,
        _ pattern: AllocationPattern
    ) -> SourcePlace? {
        pattern == .sliceNoCapacity ? nearest(to: place, upTo: place.line - 1) : nil
    }

    /// The nearest changed line above, within the function's likely reach.
    private func nearest(to place: SourcePlace, upTo last: Int? = nil) -> SourcePlace? {
        let lines = map.addedLines(of: place.file)
        let limit = last ?? place.line
        let start = functionStart(of: place)
        guard
            let found = lines.keys.filter({
                $0 <= limit && $0 >= start && lines[$0]?.allSatisfy(\.isWhitespace) == false
            }).max()
        else { return nil }
        return SourcePlace(file: place.file, line: found)
    }

    /// The line at which the function that contains a place is declared; 1 where the compiler does not say.
    private func functionStart(of place: SourcePlace) -> Int {
        comparison.after.inlining.filter { $0.place.file == place.file && $0.place.line <= place.line }.map(
            \.place.line
        ).max() ?? 1
    }

    private static func line(_ place: SourcePlace) -> SourcePlace { SourcePlace(file: place.file, line: place.line) }
}
