import NilometerCore

/// Reads a profile of DHAT twice: the table of frames, which stands last, and then the points that refer to it.
struct DHATReader {
    private static let mostFrames = 1_000_000
    private static let mostDepth = 100_000

    private var builder: StackProfileBuilder
    /// Of each entry of the table, its frame; nil for the root that stands for all.
    private var frames: [Int32?] = []
    /// What is doubtful.
    private(set) var warnings: [Warning] = []

    /// Reads the head and the table of frames.
    init(_ upload: Upload) throws(FormatError) {
        builder = StackProfileBuilder(
            measures: [
                StackMeasure(name: "tbk", unit: "blocks", quantity: .objects),
                StackMeasure(name: "tb", unit: "bytes", quantity: .bytes),
                StackMeasure(name: "ebk", unit: "blocks", quantity: .objects, isLive: true),
                StackMeasure(name: "eb", unit: "bytes", quantity: .bytes, isLive: true),
            ],
            samplingPeriod: 1
        )
        var json = EvidenceJSON(upload.bytes)
        var mode = ""
        var version = 0.0
        var hasTable = false
        try json.beginObject()
        while let key = try json.nextKey() {
            switch key {
            case "dhatFileVersion": version = try json.number()
            case "mode": mode = try json.string()
            case "ftbl":
                hasTable = true
                try readTable(&json)
            default: try json.skip()
            }
        }
        guard version == 2 else {
            throw FormatError(
                reason: "“\(upload.name)” is not of version 2 of DHAT's file; other versions are not known."
            )
        }
        guard mode == "heap" || mode == "rust-heap" else {
            throw FormatError(
                reason:
                    "“\(upload.name)” counts no allocations: its mode is “\(mode.prefix(40))”; make it in heap mode."
            )
        }
        guard hasTable else {
            throw FormatError(reason: "“\(upload.name)” has no table of frames (ftbl); it is damaged.")
        }
    }

    /// Reads the points.
    mutating func read(_ upload: Upload) throws(FormatError) -> StackProfile {
        var json = EvidenceJSON(upload.bytes)
        try json.beginObject()
        while let key = try json.nextKey() {
            guard key == "pps" else {
                try json.skip()
                continue
            }
            try json.beginArray()
            while try json.nextElement() { try readPoint(&json) }
        }
        if builder.isCut {
            warnings.append(Warning("deep-stacks", "Stacks deeper than 4096 calls were cut, or calls left out."))
        }
        return builder.finished()
    }

    private mutating func readTable(_ json: inout EvidenceJSON) throws(FormatError) {
        try json.beginArray()
        while try json.nextElement() {
            guard frames.count < Self.mostFrames else {
                throw FormatError(reason: "The profile has more than \(Self.mostFrames) frames; profile a shorter run.")
            }
            let text = try json.string()
            frames.append(text == "[root]" ? nil : builder.index(of: Self.frame(text)))
        }
    }

    private mutating func readPoint(_ json: inout EvidenceJSON) throws(FormatError) {
        var values = [0.0, 0, 0, 0]
        var stack: [Int32] = []
        try json.beginObject()
        while let key = try json.nextKey() {
            switch key {
            case "tbk": values[0] = try json.number()
            case "tb": values[1] = try json.number()
            case "ebk": values[2] = try json.number()
            case "eb": values[3] = try json.number()
            case "fs":
                try json.beginArray()
                while try json.nextElement() {
                    guard let index = Int(exactly: try json.number()), frames.indices.contains(index) else {
                        throw FormatError(
                            reason: "A stack refers to a frame that the table does not have: it is damaged."
                        )
                    }
                    guard stack.count < Self.mostDepth else {
                        throw FormatError(reason: "A stack has more than \(Self.mostDepth) frames; it is damaged.")
                    }
                    if let frame = frames[index] { stack.append(frame) }
                }
            default: try json.skip()
            }
        }
        guard values.allSatisfy({ $0 >= 0 }) else {
            throw FormatError(reason: "A point of the profile has a total below 0: it is damaged.")
        }
        builder.add(stack: stack, values: values)
    }

    /// The frame of `0xADDRESS: FUNCTION (FILE:LINE)`, with or without a column, or `(in LIBRARY)`.
    static func frame(_ text: String) -> StackFrame {
        var rest = text[...]
        if rest.hasPrefix("0x"), let colon = rest.firstRange(of: ": ") {
            rest = rest[colon.upperBound...]
            if rest == "???" || rest.hasPrefix("??? (") {
                return StackFrame(function: String(text[..<colon.lowerBound]))
            }
        }
        return FrameText.frame(rest)
    }
}
