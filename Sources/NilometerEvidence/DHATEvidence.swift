public import NilometerCore

/// A heap profile of DHAT: of Rust's crate `dhat`, or of `valgrind --tool=dhat`.
///
/// Everything was counted, nothing sampled. Profiles of copies and of ad hoc events are refused, because they do not
/// count allocations.
public struct DHATEvidence: EvidenceKind {
    /// `dhat`.
    public let id = "dhat"

    /// Makes the kind.
    public init() {}

    /// Whether it is a JSON object with the key `dhatFileVersion` near its beginning.
    public func recognises(_ upload: Upload) -> Bool {
        var json = EvidenceJSON(Array(upload.bytes.prefix(4096)))
        do throws(FormatError) {
            try json.beginObject()
            while let key = try json.nextKey() {
                if key == "dhatFileVersion" { return true }
                try json.skip()
            }
        } catch {
            return false
        }
        return false
    }

    /// The profile, with total blocks and bytes, and those that were alive at the end.
    public func evidence(from upload: Upload) throws(FormatError) -> Evidence {
        var reader = try DHATReader(upload)
        let profile = try reader.read(upload)
        return Evidence(kind: id, name: upload.name, profile: profile, warnings: reader.warnings)
    }
}
