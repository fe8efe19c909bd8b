import NilometerCore

/// The evidence of one commit, read and put together.
struct DiagnosedSide {
    var diagnostics: Diagnostics?
    var profiles: [(name: String, profile: StackProfile)] = []
    var patch: SourcePatch?
    var kinds: Set<String> = []
    var warnings: [Warning] = []
    var toolchain: String?

    /// Reads all files; what cannot be read becomes a warning.
    init(_ side: EvidenceSide) {
        var candidates: [Diagnostics] = []
        var json = Diagnostics()
        for file in side.files {
            do throws(FormatError) {
                let evidence = try EvidenceKinds.evidence(from: file)
                kinds.insert(evidence.kind)
                warnings += evidence.warnings
                if let found = evidence.profile { profiles.append((file.name, found)) }
                if let found = evidence.patch { patch = found }
                guard let found = evidence.diagnostics else { continue }
                toolchain = found.toolchain ?? toolchain
                if evidence.kind == "go-diagnostics" {
                    json.sites += found.sites
                    json.leaks += found.leaks
                    json.inlining += found.inlining
                } else {
                    candidates.append(found)
                }
            } catch {
                warnings.append(Warning("unreadable", "“\(file.name)” was left out: \(error.reason)", line: error.line))
            }
        }
        // Of several listings the one with the most reasons says all that the others say.
        diagnostics = candidates.max { Self.richness($0) < Self.richness($1) }
        if diagnostics == nil, !json.sites.isEmpty || !json.inlining.isEmpty { diagnostics = json }
    }

    /// The paths that the diagnostics know.
    var files: Set<String> {
        var files: Set<String> = []
        for site in diagnostics?.sites ?? [] { files.insert(site.place.file) }
        for decision in diagnostics?.inlining ?? [] { files.insert(decision.place.file) }
        for leak in diagnostics?.leaks ?? [] { files.insert(leak.place.file) }
        return files
    }

    private static func richness(_ diagnostics: Diagnostics) -> Int {
        diagnostics.sites.reduce(0) { $0 + $1.flow.count } * 1000 + diagnostics.sites.count
    }
}
