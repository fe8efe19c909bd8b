import NilometerCore

/// Gathers what records of Swift's passes say, each thing once.
struct SwiftDiagnostics {
    /// The most things of one sort that are kept.
    static let most = 500_000

    private(set) var diagnostics = Diagnostics()
    private var sites: Set<DiagnosedSite> = []
    private var decisions: Set<InliningDecision> = []
    private var calls: Set<InlinedCall> = []
    /// How many records of Swift's passes there were.
    private(set) var count = 0
    /// Whether something was left out because there were too many.
    private(set) var isCut = false

    /// What is doubtful.
    var warnings: [Warning] {
        guard isCut else { return [] }
        return [
            Warning("too-many-remarks", "There are more than \(Self.most) remarks of one sort; the rest was left out.")
        ]
    }

    /// Takes one record; those of LLVM's own passes are left out.
    mutating func take(_ document: RemarkDocument) {
        guard document.pass.hasPrefix("sil-") else { return }
        count += 1
        let name = document.function.map { SwiftName($0) }
        if let (kind, type) = SwiftMessage.site(document.message), let place = document.place {
            add(
                DiagnosedSite(
                    place: place,
                    kind: kind,
                    expression: type,
                    function: name?.text,
                    package: name?.module
                )
            )
        } else if document.pass == "sil-inliner", let callee = document.arguments.first(where: { $0.key == "Callee" }) {
            take(document, callee: callee, module: name?.module)
        }
    }

    /// Adds a site that is not there yet.
    mutating func add(_ site: DiagnosedSite) {
        guard hasRoom(sites.count) else { return }
        if sites.insert(site).inserted { diagnostics.sites.append(site) }
    }

    /// Adds a call that is not there yet.
    mutating func add(_ call: InlinedCall) {
        guard hasRoom(calls.count) else { return }
        if calls.insert(call).inserted { diagnostics.inlinedCalls.append(call) }
    }

    private mutating func hasRoom(_ count: Int) -> Bool {
        guard count < Self.most else {
            isCut = true
            return false
        }
        return true
    }

    private mutating func take(_ document: RemarkDocument, callee: RemarkDocument.Argument, module: String?) {
        let function = SwiftMessage.unquoted(callee.value)
        if document.tag == "Passed" {
            guard let place = document.place else { return }
            add(InlinedCall(place: place, callee: function, package: module))
        } else if document.tag == "Missed", let place = callee.place {
            let cost = document.arguments.first { $0.key == "Cost" }.flatMap { Int($0.value) }
            let decision = InliningDecision(
                place: place,
                function: function,
                canInline: false,
                cost: cost,
                reason: document.message
            )
            guard hasRoom(decisions.count) else { return }
            if decisions.insert(decision).inserted { diagnostics.inlining.append(decision) }
        }
    }
}
