public import NilometerCore

/// What `memray stats --json` writes of a recording of Python: the places that allocate most, without their callers.
///
/// The two lists, by bytes and by number, are joined by place; what they do not have is one frame of its own, so that
/// totals are those of the run.
public struct MemrayEvidence: EvidenceKind {
    /// `memray`.
    public let id = "memray"

    /// Makes the kind.
    public init() {}

    /// Whether it is a JSON object that begins with memray's totals.
    public func recognises(_ upload: Upload) -> Bool {
        var json = EvidenceJSON(Array(upload.bytes.prefix(65_536)))
        var known: Set<String> = []
        do throws(FormatError) {
            try json.beginObject()
            while let key = try json.nextKey() {
                if key == "total_num_allocations" || key == "total_bytes_allocated" { known.insert(key) }
                if known.count == 2 { return true }
                try json.skip()
            }
        } catch {
            return false
        }
        return false
    }

    /// The profile, with numbers and bytes.
    public func evidence(from upload: Upload) throws(FormatError) -> Evidence {
        var reader = MemrayReader()
        try reader.read(upload)
        let (profile, warnings) = reader.finished()
        return Evidence(kind: id, name: upload.name, profile: profile, warnings: warnings)
    }
}
