import NilometerCore

/// What the compiler says of two commits, and what of it is new.
struct SideComparison {
    let before: Diagnostics
    let after: Diagnostics
    let map: LineMap
    let matching: SiteMatching
    /// Whether both sides have diagnostics.
    let isComplete: Bool
    private let byLine: [SourcePlace: [Int]]
    /// Of each function that is no longer inlined, the decision.
    let lost: [String: InliningDecision]
    /// Parameters that leak to the heap now and did not before.
    let newLeaks: [LeakingParameter]
    /// The last parts of the names of all methods.
    let methods: Set<String>
    /// The names of all plain functions, and the last parts of all packages that are known.
    let functions: Set<String>
    let packages: Set<String>

    init(before: Diagnostics?, after: Diagnostics?, map: LineMap) {
        isComplete = before != nil && after != nil
        let old = before ?? Diagnostics()
        let new = after ?? Diagnostics()
        self.before = old
        self.after = new
        self.map = map
        matching = SiteMatching(before: old, after: new, map: map)
        var byLine: [SourcePlace: [Int]] = [:]
        for (index, site) in new.sites.enumerated() {
            byLine[SourcePlace(file: site.place.file, line: site.place.line), default: []].append(index)
        }
        self.byLine = byLine
        let heap: (LeakingParameter) -> Bool = { $0.destination == "{heap}" }
        let leaked = Set(old.leaks.filter(heap).map(Self.key))
        // Short messages name no function, so that they cannot be told from new ones.
        let areNamed = old.leaks.contains { $0.function != nil } || old.leaks.isEmpty
        newLeaks = before == nil || !areNamed ? [] : new.leaks.filter { heap($0) && !leaked.contains(Self.key($0)) }
        let inlined = Set(old.inlining.filter(\.canInline).map { "\($0.package ?? "").\($0.function)" })
        var lost: [String: InliningDecision] = [:]
        for decision in new.inlining where !decision.canInline && !decision.function.isEmpty {
            if inlined.contains("\(decision.package ?? "").\(decision.function)") { lost[decision.function] = decision }
        }
        self.lost = lost
        functions = Set(new.inlining.map { GoCallee.unshaped($0.function) })
        packages = Set(new.inlining.compactMap { $0.package?.split(separator: "/").last.map(String.init) })
            .union(GoCallee.standard)
        methods = Set(
            new.inlining.compactMap {
                $0.function.contains(".") ? $0.function.split(separator: ".").last.map(String.init) : nil
            }
        )
    }

    /// The sites that the compiler says are on the heap at a line, the new ones first.
    func heapSites(at place: SourcePlace) -> [(site: DiagnosedSite, isNew: Bool)] {
        let found = (byLine[SourcePlace(file: place.file, line: place.line)] ?? [])
            .map { (site: after.sites[$0], isNew: matching.isNew[$0]) }
            .filter { $0.site.isHeap && !Self.isPanic($0.site) }
        return found.filter(\.isNew) + found.filter { !$0.isNew }
    }

    /// The sites of a line of which the compiler says that they stay on the stack.
    func stackSites(at place: SourcePlace) -> [DiagnosedSite] {
        (byLine[SourcePlace(file: place.file, line: place.line)] ?? []).map { after.sites[$0] }.filter { !$0.isHeap }
    }

    /// Whether the earlier commit had the function of a leaking parameter, and there the parameter did not leak.
    func wasKept(_ leak: LeakingParameter) -> Bool {
        if before.leaks.contains(where: {
            $0.function == leak.function && $0.package == leak.package && $0.parameter == leak.parameter
        }) {
            return true
        }
        let declared = before.inlining.filter { $0.function == leak.function && $0.package == leak.package }.map(
            \.place
        )
        return declared.contains { place in
            before.sites.contains {
                $0.kind == .doesNotEscape && $0.expression == leak.parameter && $0.place.file == place.file
                    && ($0.place.line >= place.line && $0.place.line <= place.line + 4)
            }
        }
    }

    /// The changed lines that declare the functions called on the chain of a site.
    func changedCallees(of site: DiagnosedSite) -> [SourcePlace] {
        let called = site.edges.flatMap { self.callees(at: $0) }
        return after.inlining
            .filter { decision in called.contains { $0.isFunction(decision.function, package: decision.package) } }
            .map { SourcePlace(file: $0.place.file, line: $0.place.line) }
            .filter { map.isAdded($0) }
    }

    /// The functions that an edge calls: by its expression, and what was inlined at its place.
    func callees(at edge: FlowEdge) -> [GoCallee] {
        var callees = after.inlinedCalls
            .filter {
                $0.place.file == edge.place.file && $0.place.line == edge.place.line
                    && $0.place.column == edge.place.column
            }
            .map { GoCallee(name: $0.callee) }
        if edge.reason == "call parameter", let callee = GoCallee(call: edge.expression) { callees.append(callee) }
        return callees
    }

    /// Whether a site is the constant text of a panic, which no benchmark runs.
    static func isPanic(_ site: DiagnosedSite) -> Bool {
        site.edges.contains { $0.expression.hasPrefix("panic(") && $0.reason == "call parameter" }
    }

    private static func key(_ leak: LeakingParameter) -> String {
        "\(leak.package ?? "")|\(leak.function ?? leak.place.file)|\(leak.parameter)|\(leak.isContent)"
    }
}
