import NilometerCore

/// Follows one line back through the sides, from the newest to the oldest.
struct LineHistory {
    let history: SiteHistory

    init(place: SourcePlace, sides: [EvidenceSide]) {
        var moments: [SiteHistory.Moment] = []
        var warnings: [Warning] = []
        var current: SourcePlace? = SourcePlace(file: place.file, line: place.line)
        for side in sides.reversed() {
            var moment = SiteHistory.Moment(sha: side.sha)
            let read = DiagnosedSide(side)
            warnings += read.warnings
            if let place = current {
                moment.place = place
                Self.fill(&moment, at: place, read)
            }
            moments.append(moment)
            guard let place = current, let patch = read.patch else { continue }
            current = Self.origin(of: place, patch)
        }
        if sides.count > 1,
            !sides.contains(where: { $0.files.contains { $0.name.hasSuffix(".patch") || $0.kind == "git-diff" } })
        {
            let sentence = "No difference of sources is there, so the line is taken to stand where it stands now."
            warnings.append(Warning("noLineMap", sentence))
        }
        history = SiteHistory(place: place, moments: moments.reversed(), warnings: warnings)
    }

    private static func fill(_ moment: inout SiteHistory.Moment, at place: SourcePlace, _ side: DiagnosedSide) {
        if let diagnostics = side.diagnostics {
            let sites = diagnostics.sites.filter { $0.place.file == place.file && $0.place.line == place.line }
            let heap = sites.first { $0.isHeap && !SideComparison.isPanic($0) }
            moment.isHeap = heap != nil
            moment.reason = heap.map {
                "\($0.expression) \($0.kind == .movedToHeap ? "is moved to the heap" : "escapes to the heap")"
            }
        }
        let tree = SourceTree(known: side.files.union([place.file]), profiles: side.profiles.map(\.profile))
        for (_, profile) in side.profiles {
            guard let objects = profile.column(of: .objects), let bytes = profile.column(of: .bytes) else { continue }
            for (index, node) in profile.nodes.enumerated() {
                let frame = profile.frames[Int(node.frame)]
                guard frame.line == place.line, tree.path(of: frame.file) == place.file else { continue }
                moment.objects = (moment.objects ?? 0) + profile.weight(of: index, column: objects)
                moment.bytes = (moment.bytes ?? 0) + profile.weight(of: index, column: bytes)
            }
        }
    }

    /// Where a line of the later commit stood at the earlier one; nil where it is new.
    private static func origin(of place: SourcePlace, _ patch: SourcePatch) -> SourcePlace? {
        switch LineMap(patch.reversed).fate(of: place) {
        case .kept(let origin): origin
        case .gone: nil
        }
    }
}
