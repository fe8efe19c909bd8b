import NilometerCore

/// The evidence of two commits, read once and asked for each reading.
struct Explaining {
    let before: DiagnosedSide
    let after: DiagnosedSide
    let sides: (before: EvidenceSide, after: EvidenceSide)
    let map: LineMap
    let tree: SourceTree
    let comparison: SideComparison
    let classifier: Classifier
    /// Whether the toolchain or its flags changed and no Go source did.
    let isContextAlone: Bool
    /// Whether nothing but tests was changed.
    let isTestAlone: Bool

    init(before: EvidenceSide, after: EvidenceSide) {
        let old = DiagnosedSide(before)
        let new = DiagnosedSide(after)
        let map = LineMap(new.patch)
        self.before = old
        self.after = new
        sides = (before, after)
        self.map = map
        var known = old.files.union(new.files).union(after.sources.keys)
        for file in new.patch?.files ?? [] { known.formUnion([file.oldPath, file.newPath].compactMap(\.self)) }
        tree = SourceTree(known: known, profiles: old.profiles.map(\.profile) + new.profiles.map(\.profile))
        let comparison = SideComparison(before: old.diagnostics, after: new.diagnostics, map: map)
        self.comparison = comparison
        let texts = after.sources
        classifier = Classifier(comparison: comparison) { place in
            if let lines = texts[place.file], place.line > 0, place.line <= lines.count {
                return lines[place.line - 1]
            }
            return map.addedText(at: place)
        }
        let changed = map.changedFiles
        let sources = changed.filter { $0.hasSuffix(".go") }
        let isModule = changed.contains { $0.hasSuffix("go.mod") || $0.hasSuffix("go.sum") }
        isContextAlone = map.isKnown && sources.isEmpty && (isModule || before.context != after.context)
        isTestAlone = map.isKnown && !sources.isEmpty && sources.allSatisfy { $0.hasSuffix("_test.go") }
    }

    /// Why one reading got worse.
    func explanation(of moved: MovedReading, among all: [MovedReading]) -> Explanation {
        var explanation = Explanation(moved: moved, evidence: after.kinds.union(before.kinds).sorted())
        explanation.warnings = before.warnings + after.warnings
        guard let quantity = Self.quantity(of: moved.key.metric) else {
            warn(&explanation, "noEvidence", "Only rises of allocs/op and B/op can be explained by evidence as yet.")
            return explanation
        }
        guard !after.kinds.isEmpty else {
            warn(
                &explanation,
                "noEvidence",
                "No evidence came with the later run; send a heap profile and -gcflags='-m -m'."
            )
            return explanation
        }
        if !map.isKnown {
            warn(
                &explanation,
                "noLineMap",
                "No difference of the sources is there; sites are matched by function and expression."
            )
        }
        if !comparison.isComplete {
            warn(
                &explanation,
                "noDiagnostics",
                "The compiler's diagnostics are not there for both commits, so reasons are guesses."
            )
        }
        if let growths = growths(of: moved, quantity, among: all, &explanation), !growths.isEmpty {
            rank(growths, moved, quantity, &explanation)
        } else if explanation.warnings.contains(where: { $0.code == "noProfile" }) {
            unweighed(&explanation)
        }
        return explanation
    }

    private func warn(_ explanation: inout Explanation, _ code: String, _ sentence: String) {
        explanation.warnings.append(Warning(code, sentence))
    }

    static func quantity(of metric: String) -> StackMeasure.Quantity? {
        switch metric {
        case "allocs/op": .objects
        case "B/op": .bytes
        default: nil
        }
    }

    /// New sites, where no profile says what they cost: candidates, never sure.
    private func unweighed(_ explanation: inout Explanation) {
        guard comparison.isComplete else { return }
        for (index, site) in comparison.after.sites.enumerated()
        where comparison.matching.isNew[index] && site.isHeap && !SideComparison.isPanic(site) {
            let judgement = classifier.judgement(of: site)
            var found = ExplainedSite(
                place: site.place,
                pattern: judgement.pattern,
                confidence: min(0.45, judgement.confidence)
            )
            found.function = site.function ?? ""
            describe(&found, judgement, site)
            if !explanation.sites.contains(where: {
                $0.place.file == site.place.file && $0.place.line == site.place.line
            }) {
                explanation.sites.append(found)
            }
        }
        if explanation.sites.count > 1 {
            let confidence = 0.45 / Double(explanation.sites.count).squareRoot()
            for index in explanation.sites.indices {
                explanation.sites[index].confidence = min(confidence, explanation.sites[index].confidence)
            }
        }
    }

    /// Sets what people read of a site.
    func describe(_ found: inout ExplainedSite, _ judgement: Judgement, _ site: DiagnosedSite?) {
        found.expression = site?.expression ?? classifier.text(found.place)?.trimmingBlanks ?? ""
        found.fix = PatternText.fix(of: judgement.pattern)
        found.example = PatternText.example(of: judgement.pattern)
        if let site {
            found.reason =
                site.kind == .movedToHeap ? "moved to heap: \(site.expression)" : "\(site.expression) escapes to heap"
            found.chain = site.flow.flatMap { step in
                ["\(step.destination) ← \(step.source)"]
                    + step.edges.map { "from \($0.expression) (\($0.reason)) at \($0.place.file):\($0.place.line)" }
            }
        }
        let cause = CauseFinder(comparison: comparison, map: map).cause(of: judgement, at: found.place, site)
        found.cause = cause
        found.causeReason = judgement.causeReason
    }
}

extension String {
    /// The text without blanks at its ends.
    fileprivate var trimmingBlanks: String {
        let start = drop { $0 == " " || $0 == "\t" }
        return String(start.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}
