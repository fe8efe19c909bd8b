public import NilometerCore

/// A profile of the pprof form: of Go's heap or processor, or converted from jemalloc, tcmalloc, Rust or Python.
///
/// Source: the message `perftools.profiles.Profile`. Values are taken as they are, because writers scale them up
/// from samples already; the first type of value that counts objects or bytes and is not of living ones is the total.
public struct PProfEvidence: EvidenceKind {
    /// `pprof`.
    public let id = "pprof"

    /// Makes the kind.
    public init() {}

    /// Whether the first field is one that profiles begin with, and the tables can be read.
    ///
    /// - Complexity: reads the whole file once where the first bytes are those of a profile.
    public func recognises(_ upload: Upload) -> Bool {
        // A profile's fields are 1 to 15, and are numbers or have a length.
        guard let first = upload.bytes.first, first >= 8, first < 0x80, [0, 2].contains(first & 7) else { return false }
        return upload.bytes.withUnsafeBufferPointer { bytes in
            guard let tables = try? PProfTables(bytes) else { return false }
            return tables.texts.first?.isEmpty == true && !tables.types.isEmpty
        }
    }

    /// The profile.
    public func evidence(from upload: Upload) throws(FormatError) -> Evidence {
        let read: Result<PProfReader.Outcome, FormatError> = upload.bytes.withUnsafeBufferPointer { bytes in
            do throws(FormatError) {
                var reader = try PProfReader(bytes)
                return .success(try reader.read())
            } catch {
                return .failure(error)
            }
        }
        let outcome = try read.get()
        return Evidence(kind: id, name: upload.name, profile: outcome.profile, warnings: outcome.warnings)
    }
}
