import Foundation
import NilometerCore

/// Gathers the diagnostics of one source file.
struct GoDiagnosticsReader {
    private(set) var diagnostics: Diagnostics
    private let head: GoDiagnosticHead

    init(_ head: GoDiagnosticHead) {
        self.head = head
        diagnostics = Diagnostics(toolchain: head.toolchain)
    }

    /// Takes one diagnostic; codes that tell nothing of allocations are passed over.
    mutating func take(_ diagnostic: GoDiagnostic) {
        let place = Self.place(diagnostic.range.start, head.file)
        switch diagnostic.code {
        case "escape", "escapes":
            // The compiler repeats each site with an empty message.
            guard let site = GoMessage.site(diagnostic.message[...]) else { return }
            let found = DiagnosedSite(
                place: place,
                kind: site.kind,
                expression: GoFlow.squeezed(site.expression),
                package: head.package,
                flow: flow(diagnostic)
            )
            diagnostics.sites.append(found)
        case "leak": takeLeak(diagnostic, place)
        case "canInlineFunction":
            let cost = diagnostic.message.split(separator: " ").last.flatMap { Int($0) }
            diagnostics.inlining.append(
                InliningDecision(place: place, package: head.package, function: "", canInline: true, cost: cost)
            )
        case "cannotInlineFunction":
            let reason = diagnostic.message
            diagnostics.inlining.append(
                InliningDecision(place: place, package: head.package, function: "", canInline: false, reason: reason)
            )
        default: return
        }
    }

    private mutating func takeLeak(_ diagnostic: GoDiagnostic, _ place: SourcePlace) {
        let text = diagnostic.message
        guard text.hasPrefix("parameter "), let to = text.firstRange(of: " leaks to "),
            let with = text.firstRange(of: " with derefs="), to.upperBound <= with.lowerBound
        else { return }
        diagnostics.leaks.append(
            LeakingParameter(
                place: place,
                package: head.package,
                parameter: String(text[..<to.lowerBound].dropFirst(10)),
                destination: String(text[to.upperBound..<with.lowerBound]),
                isContent: text[with.upperBound...] != "0",
                flow: flow(diagnostic)
            )
        )
    }

    private func flow(_ diagnostic: GoDiagnostic) -> [FlowStep] {
        var flow: [FlowStep] = []
        for related in diagnostic.relatedInformation ?? [] {
            guard related.message.hasPrefix("escflow:") else { continue }
            let text = related.message.dropFirst(8).drop { $0 == " " }
            if let step = GoFlow.step(text) {
                flow.append(step)
            } else {
                let file = Self.path(related.location.uri)
                let place = Self.place(related.location.range.start, file)
                guard let edge = GoFlow.edge(text, at: place), !flow.isEmpty else { continue }
                flow[flow.count - 1].edges.append(edge)
            }
        }
        return flow
    }

    private static func place(_ position: GoDiagnostic.Position, _ file: String) -> SourcePlace {
        SourcePlace(file: file, line: max(0, position.line), column: position.character)
    }

    private static func path(_ uri: String) -> String {
        let path = uri.hasPrefix("file://") ? String(uri.dropFirst(7)) : uri
        return path.removingPercentEncoding ?? path
    }
}
