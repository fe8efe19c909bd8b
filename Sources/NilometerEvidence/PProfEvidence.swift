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
        // Most writers begin with the types of values, Go's profile of the processor with the time (0x48); the order is
        // free. A text that begins with the same byte is refused at its first bytes that are no field.
        let firsts: Set<UInt8> = [0x0a, 0x12, 0x1a, 0x22, 0x2a, 0x32, 0x48, 0x50, 0x5a, 0x60]
        guard let first = upload.bytes.first, firsts.contains(first) else { return false }
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
