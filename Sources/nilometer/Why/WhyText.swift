import NilometerCore

/// Explanations as people read them.
enum WhyText {
    /// One block a benchmark; metrics that rest on the same sites stand together.
    ///
    /// The lines of the sources are shown where they are known, with one before and one after.
    static func text(of explanations: [Explanation], sources: [String: [String]] = [:]) -> String {
        var blocks: [String] = []
        var rest = explanations[...]
        while let first = rest.popFirst() {
            var same = [first]
            while let next = rest.first, isSame(first, next) {
                same.append(next)
                rest.removeFirst()
            }
            blocks.append(block(same, sources))
        }
        return blocks.joined(separator: "\n")
    }

    /// One line of the first site: where, what kind, how much of the rise, and what to do.
    static func sentence(of explanation: Explanation) -> String? {
        guard let site = explanation.sites.first else { return nil }
        let share = site.share.map { ", \(percent($0)) of the rise" } ?? ""
        let reason = site.reason.isEmpty ? "" : " (\(site.reason))"
        let fix = site.fix.isEmpty ? "" : ". \(site.fix)"
        return "\(place(site.place)): \(site.pattern.rawValue)\(reason)\(share)\(fix)"
    }

    private static func isSame(_ a: Explanation, _ b: Explanation) -> Bool {
        a.moved.key.benchmark == b.moved.key.benchmark && a.moved.key.parametersText == b.moved.key.parametersText
            && a.sites.map(\.place) == b.sites.map(\.place)
    }

    private static func block(_ explanations: [Explanation], _ sources: [String: [String]]) -> String {
        let moved = explanations.map(\.moved)
        let name =
            [moved[0].key.parameters["pkg"]?.split(separator: "/").last.map(String.init)].compactMap(\.self)
            + [WhyMoved.printed(moved[0].key)]
        let levels = moved.map { "\($0.key.metric) \(TextNumber.text($0.before)) → \(TextNumber.text($0.after))" }
        var text = TextPlain.of(name.joined(separator: ".") + "  " + levels.joined(separator: ", ")) + "\n"
        let sites = explanations[0].sites
        if sites.isEmpty { text += "  The evidence tells no line.\n" }
        for (index, site) in sites.prefix(5).enumerated() {
            let shares = explanations.compactMap { $0.sites[index].share }.map(percent)
            text += lines(of: site, shares: shares, excerpt: excerpt(of: site.place, sources))
        }
        if sites.count > 5 { text += "  and \(TextShort.count(sites.count - 5, "line")) with smaller shares\n" }
        for warning in explanations[0].warnings { text += "  note: \(TextPlain.of(warning.message))\n" }
        return text
    }

    /// The line between its neighbours, each with its number; empty where the text is not known.
    private static func excerpt(of place: SourcePlace, _ sources: [String: [String]]) -> [String] {
        guard let lines = sources[place.file], place.line >= 1, place.line <= lines.count else { return [] }
        let numbers = max(1, place.line - 1)...min(lines.count, place.line + 1)
        let width = String(numbers.upperBound).count
        return numbers.map { number in
            let digits = String(number)
            let margin = String(repeating: " ", count: width - digits.count) + digits
            let text = lines[number - 1].prefix(200).replacing("\t", with: "    ")
            return "\(number == place.line ? ">" : " ") \(margin)  \(text)"
        }
    }

    private static func lines(of site: ExplainedSite, shares: [String], excerpt: [String]) -> String {
        let function = site.function.isEmpty ? "" : " in \(site.function)"
        let share = shares.isEmpty ? "unweighed" : shares.joined(separator: ", ")
        var text = "  " + TextPlain.of("\(share)  \(place(site.place))\(function): \(told(site))") + "\n"
        func add(_ label: String, _ content: String) {
            if !content.isEmpty { text += "      " + TextPlain.of("\(label)\(content)") + "\n" }
        }
        for line in excerpt { add("  ", line) }
        add("compiler  ", site.reason)
        if let leaf = site.leaf, leaf != site.function { add("through   ", leaf) }
        if let cause = site.cause, cause != site.place || site.causeReason != nil {
            add("cause     ", place(cause) + (site.causeReason.map { ", \($0)" } ?? ""))
        }
        add("fix       ", site.fix)
        if let example = site.example {
            add("  instead of  ", example.before)
            add("  write       ", example.after)
        }
        return text
    }

    private static func told(_ site: ExplainedSite) -> String {
        if site.pattern == .unknown { return "the reason is not known" }
        return switch site.confidence {
        case 0.8...: "\(site.pattern.rawValue), surely"
        case 0.5..<0.8: "\(site.pattern.rawValue), probably"
        default: "\(site.pattern.rawValue), perhaps"
        }
    }

    private static func place(_ place: SourcePlace) -> String {
        place.line > 0 ? "\(place.file):\(place.line)" : place.file
    }

    private static func percent(_ share: Double) -> String { "\(Int((min(share, 99) * 100).rounded())) %" }
}
