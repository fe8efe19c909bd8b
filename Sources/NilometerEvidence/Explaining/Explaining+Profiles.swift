import NilometerCore

extension Explaining {
    /// The lines that allocate more, for a reading; nil, with a warning, without a profile of its benchmark.
    func growths(
        of moved: MovedReading,
        _ quantity: StackMeasure.Quantity,
        among all: [MovedReading],
        _ explanation: inout Explanation
    ) -> [Growth]? {
        guard let new = weights(of: moved, after) else {
            explanation.warnings.append(
                Warning("noProfile", "No heap profile of the later commit has this benchmark, so no line has a weight.")
            )
            return nil
        }
        let old = weights(of: moved, before)
        if old == nil, moved.before > 0 {
            explanation.warnings.append(
                Warning(
                    "noEarlierProfile",
                    "No heap profile of the earlier commit has this benchmark; all its lines count as new."
                )
            )
        }
        let name = Self.printed(moved)
        let sameBenchmark = all.filter {
            Self.printed($0) == name && $0.key.parameters["pkg"] == moved.key.parameters["pkg"]
        }
        let counted = sides.after.iterations[name] ?? iterations(of: sameBenchmark, new, \.after)
        let earlier = sides.before.iterations[name] ?? old.flatMap { iterations(of: sameBenchmark, $0, \.before) }
        guard let later = counted ?? earlier else { return nil }
        return ProfileDifference(
            before: old ?? BenchmarkWeights(),
            after: new,
            map: map,
            iterations: (earlier ?? later, later)
        ).growths
    }

    /// How many operations a profile has, by the level of the surest metric: bytes are exact where objects may not be.
    private func iterations(
        of moved: [MovedReading],
        _ weights: BenchmarkWeights,
        _ level: KeyPath<MovedReading, Double>
    ) -> Double? {
        for metric in ["B/op", "allocs/op"] {
            guard let reading = moved.first(where: { $0.key.metric == metric }), reading[keyPath: level] > 0 else {
                continue
            }
            let total = metric == "B/op" ? weights.bytes : weights.objects
            if total > 0 { return total / reading[keyPath: level] }
        }
        return nil
    }

    /// The benchmark as it was printed: its name and its parameters without the package.
    static func printed(_ moved: MovedReading) -> String {
        let parameters = moved.key.parameters.filter { $0.key != "pkg" && $0.key != "gomaxprocs" }
        return ([moved.key.benchmark] + parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
            .joined(separator: "/")
    }

    /// The weights by the profile that is most surely of this benchmark alone.
    private func weights(of moved: MovedReading, _ side: DiagnosedSide) -> BenchmarkWeights? {
        let base = moved.key.benchmark.split(separator: "/").first.map(String.init) ?? moved.key.benchmark
        let leaf = Self.printed(moved).split(separator: "/").dropFirst().map(String.init)
        var best: (rank: Int, weights: BenchmarkWeights)?
        for (name, profile) in side.profiles
        where profile.column(of: .objects) != nil || profile.column(of: .bytes) != nil {
            let found = BenchmarkWeights(profile, benchmark: base, package: moved.key.parameters["pkg"], tree: tree)
            guard found.bytes > 0 || found.objects > 0 else { continue }
            let file = name.split(separator: "/").last.map(String.init) ?? name
            let isNamed = !leaf.isEmpty && leaf.allSatisfy { Self.has(file, $0) }
            let isOther = !isNamed && file.contains("=")
            let rank = (isNamed ? 4 : 0) + (isOther ? -4 : 0) + (found.benchmarks.count == 1 ? 1 : 0)
            if rank > (best?.rank ?? Int.min) { best = (rank, found) }
        }
        return best?.weights
    }

    /// Whether a name has a part that does not go on with another digit: `n=10` is not in `n=1000`.
    private static func has(_ name: String, _ part: String) -> Bool {
        guard let range = name.firstRange(of: part) else { return false }
        return name[range.upperBound...].first?.isNumber != true
    }

    /// Puts the lines in the order of their shares.
    func rank(
        _ growths: [Growth],
        _ moved: MovedReading,
        _ quantity: StackMeasure.Quantity,
        _ explanation: inout Explanation
    ) {
        let step = moved.after - moved.before
        guard step > 0 else { return }
        var ranked: [(rank: Double, site: ExplainedSite)] = []
        for growth in growths {
            let amount = quantity == .objects ? growth.objects : growth.bytes
            let share = amount / step
            guard share > 0.02 else { continue }
            var judgement = isContextAlone ? contextJudgement(growth) : classifier.judgement(of: growth)
            if growth.site.place.file.hasSuffix("_test.go") || isTestAlone, judgement.pattern != .contextChange {
                judgement = Judgement(
                    .unknown,
                    0.2,
                    judgement.site,
                    because: isTestAlone ? "only tests were changed" : nil
                )
            }
            var found = ExplainedSite(
                place: growth.site.place,
                pattern: judgement.pattern,
                confidence: confidence(judgement, explanation)
            )
            found.function = growth.site.function
            found.difference = amount
            found.share = share
            found.leaf = growth.site.leaf
            found.callers = growth.site.callers
            describe(&found, judgement, judgement.site)
            let isNew = !growth.isSameLine || found.cause != nil || judgement.pattern == .objectGrew
            ranked.append((share * (isNew ? 1 : 0.6), found))
        }
        ranked.sort {
            ($0.rank, $1.site.place.file, $1.site.place.line) > ($1.rank, $0.site.place.file, $0.site.place.line)
        }
        explanation.sites = ranked.map(\.site)
        let explained = ranked.reduce(0) { $0 + ($1.site.share ?? 0) }
        explanation.explained = explained
        if quantity == .objects, explained < 0.95,
            growths.contains(where: { $0.objects > 0 && $0.bytes / $0.objects <= 16 })
        {
            explanation.warnings.append(
                Warning(
                    "tinyObjects",
                    "Go's profiles count objects below 16 bytes by the block that they share, so shares of counts are too small."
                )
            )
        }
    }

    private func contextJudgement(_ growth: Growth) -> Judgement {
        let keys = Set(sides.before.context.keys).union(sides.after.context.keys).sorted()
        let changed = keys.filter { sides.before.context[$0] != sides.after.context[$0] }
            .map { "\($0) \(sides.before.context[$0] ?? "none") → \(sides.after.context[$0] ?? "none")" }
        let modules = map.changedFiles.filter { $0.hasSuffix("go.mod") || $0.hasSuffix("go.sum") }.sorted()
        return Judgement(
            .contextChange,
            0.9,
            nil,
            because: (changed + modules.map { "\($0) changed" }).joined(separator: ", ")
        )
    }

    /// Lower where something is missing that the judgement rests on.
    private func confidence(_ judgement: Judgement, _ explanation: Explanation) -> Double {
        var confidence = judgement.confidence
        if !comparison.isComplete, judgement.pattern != .contextChange { confidence = min(confidence, 0.6) }
        if !map.isKnown { confidence = min(confidence, 0.75) }
        // A sample may have missed what stood at a line before.
        if (before.profiles + after.profiles).contains(where: \.profile.isSampled) {
            confidence = min(confidence, 0.75)
        }
        if explanation.warnings.contains(where: { $0.code == "noEarlierProfile" }) { confidence = min(confidence, 0.6) }
        return confidence
    }
}
