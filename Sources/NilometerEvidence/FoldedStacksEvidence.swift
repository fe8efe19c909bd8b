public import NilometerCore

/// Stacks of which each is one line, `outermost;…;innermost COUNT`, as many profilers write them for flame graphs.
///
/// The lines do not tell what was counted, so the file's name does: one that contains `objects` or `alloc` counts
/// objects, `bytes` counts bytes, and any other samples, which explain no allocations.
public struct FoldedStacksEvidence: EvidenceKind {
    /// `folded-stacks`.
    public let id = "folded-stacks"
    private static let mostFrames = 1_000_000

    /// Makes the kind.
    public init() {}

    /// Whether each of the first lines is a stack, and most have more than one frame.
    public func recognises(_ upload: Upload) -> Bool {
        var count = 0
        var deep = 0
        let head = upload.bytes.prefix(65_536)
        // The last line of a part may be cut.
        let isWhole = head.count == upload.bytes.count
        let end = isWhole ? head.endIndex : head.lastIndex(of: UInt8(ascii: "\n")) ?? head.startIndex
        for line in EvidenceLines(head[..<end]) where !FoldedLine.isBlank(line) {
            guard let stack = FoldedLine(line) else { return false }
            count += 1
            if stack.frames.count > 1 { deep += 1 }
        }
        return deep > 0 && deep * 2 >= count
    }

    /// The profile, with one column.
    public func evidence(from upload: Upload) throws(FormatError) -> Evidence {
        var builder = StackProfileBuilder(measures: [Self.measure(upload.name)])
        var frames: [Substring: Int32] = [:]
        var count = 0
        var bad = 0
        for line in EvidenceLines(upload.bytes[...]) where !FoldedLine.isBlank(line) {
            guard let stack = FoldedLine(line) else {
                bad += 1
                continue
            }
            count += 1
            var indexes: [Int32] = []
            for text in stack.frames.reversed() {
                if let known = frames[text] {
                    indexes.append(known)
                    continue
                }
                guard frames.count < Self.mostFrames else {
                    throw FormatError(
                        reason:
                            "“\(upload.name)” has more than \(Self.mostFrames) different frames; profile a shorter run."
                    )
                }
                let index = builder.index(of: FoldedLine.frame(text))
                // A copy, so that the whole line is not kept for one frame of it.
                frames[Substring(String(text))] = index
                indexes.append(index)
            }
            builder.add(stack: indexes, values: [stack.count])
        }
        guard count > 0, bad <= count else {
            throw FormatError(
                reason: "“\(upload.name)” has no stacks of the form “outer;inner 12”, or few among other lines."
            )
        }
        var warnings: [Warning] = []
        if bad > 0 { warnings.append(Warning("bad-lines", "\(bad) lines are no stacks and were left out.")) }
        if builder.isCut {
            warnings.append(Warning("deep-stacks", "Stacks deeper than 4096 calls were cut, or calls left out."))
        }
        return Evidence(kind: id, name: upload.name, profile: builder.finished(), warnings: warnings)
    }

    private static func measure(_ name: String) -> StackMeasure {
        let file = (name.split(separator: "/").last ?? "").lowercased()
        if file.contains("bytes") { return StackMeasure(name: "bytes", unit: "bytes", quantity: .bytes) }
        if file.contains("objects") || file.contains("alloc") {
            return StackMeasure(name: "objects", unit: "count", quantity: .objects)
        }
        return StackMeasure(name: "samples", unit: "count", quantity: .other)
    }
}
